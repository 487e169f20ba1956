import test from 'ava';
import { formatNavDate } from '../../../viewer/iiif/date.ts';

test('the first of January stands for the year', (t) => {
  t.is(formatNavDate('1642-01-01T00:00:00Z', 'en'), '1642');
  t.is(formatNavDate('0079-01-01T00:00:00Z', 'en'), '79');
});

test('any other day is shown in full, in the visitor’s language', (t) => {
  t.is(formatNavDate('1889-06-17T00:00:00Z', 'de'), '17. Juni 1889');
});

test('years before ours say so, year zero being 1 BC', (t) => {
  t.is(formatNavDate('-0499-01-01T00:00:00Z', 'en'), '500 BC');
  t.is(formatNavDate('0000-01-01T00:00:00Z', 'en'), '1 BC');
});

test('what is no date is not shown', (t) => {
  t.is(formatNavDate('around 1500', 'en'), null);
});
