import test from 'ava';
import { fc } from '../../properties.ts';
import { readEmbedded } from '../../../workers/images/embedded.ts';
import { profileName, profileSpace } from '../../../workers/images/icc.ts';
import { greyProfile } from './profiles.ts';
import { make, page, plain, tiffFile } from './samples.ts';

test('what a TIFF says of itself is told', async (t) => {
  const tags = page(4, 4, 1, 8, {
    270: 'Folio 1 recto',
    315: 'A. Photographer',
    33432: 'CC BY 4.0',
    306: '2020:01:02 03:04:05',
  });
  const { report } = await make(tiffFile([{ tags, pixels: Buffer.alloc(16) }]));
  t.like(report.technical, { title: 'Folio 1 recto', creator: 'A. Photographer', copyright: 'CC BY 4.0' });
  t.is(report.technical['date'], '2020:01:02 03:04:05');
});

test('EXIF in a JPEG is told, and the day of the photograph goes before that of the file', async (t) => {
  const exif = {
    IFD0: { Artist: 'Alesund museum', DateTime: '2021:01:01 00:00:00' },
    IFD2: { DateTimeOriginal: '1999:12:31 10:00:00' },
  };
  const { report } = await make(await plain(8, 8, [1, 2, 3]).withExif(exif).jpeg().toBuffer());
  t.like(report.technical, { creator: 'Alesund museum', date: '1999:12:31 10:00:00' });
});

function record(key: number, text: string): Buffer {
  return Buffer.concat([Buffer.from([0x1c, 2, key, 0, text.length]), Buffer.from(text)]);
}

test('XMP is believed before IPTC, and IPTC before EXIF', (t) => {
  const xmp = Buffer.from(`<x:xmpmeta><rdf:Description photoshop:DateCreated="1999-05-06">
    <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Saints &amp; scholars</rdf:li></rdf:Alt></dc:title></rdf:Description></x:xmpmeta>`);
  const iptc = Buffer.concat([record(5, 'From IPTC'), record(80, 'By IPTC')]);
  t.deepEqual(readEmbedded({ xmp, iptc }), { title: 'Saints & scholars', creator: 'By IPTC', date: '1999-05-06' });
});

test('a profile is called by its name', (t) => {
  t.is(profileName(greyProfile(2.2, 'Grey of the reading room')), 'Grey of the reading room');
  t.is(profileSpace(greyProfile(2.2, 'x')), 'GRAY');
  t.is(profileName(Buffer.alloc(40)), undefined);
});

test('a profile with many languages is called by its first name', async (t) => {
  const { report } = await make(await plain(8, 8, [1, 2, 3]).withIccProfile('p3').png().toBuffer());
  t.regex(String(report.technical['profile']), /\w/);
});

test('damaged blocks are passed over', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const block = Buffer.from(bytes);
      const exif = Buffer.concat([Buffer.from('Exif\0\0II*\0'), block]);
      const iptc = Buffer.concat([Buffer.from([0x1c, 2, 5]), block]);
      t.notThrows(() => readEmbedded({ exif, iptc, xmp: block }));
      t.notThrows(() => profileName(Buffer.concat([Buffer.alloc(128), block])));
    }),
  );
});
