import type { LabelValue, LanguageMap } from '../../manifests/catalogue/schema.ts';

/** What the catalogue says of the picture that `drawDemo` draws. */
export const DEMO: {
  readonly fileName: string;
  readonly label: LanguageMap;
  readonly summary: LanguageMap;
  readonly metadata: LabelValue[];
  readonly rights: string;
} = {
  fileName: 'planisphaerium-caeleste.jpg',
  label: {
    en: ['Planisphærium cæleste: a chart of the northern sky'],
    de: ['Planisphærium cæleste: eine Karte des nördlichen Himmels'],
    fr: ['Planisphærium cæleste : une carte du ciel boréal'],
    es: ['Planisphærium cæleste: un mapa del cielo boreal'],
    it: ['Planisphærium cæleste: una carta del cielo boreale'],
  },
  summary: {
    en: [
      'A celestial chart in the manner of the copperplate atlases of the 17th century, drawn by this program. The 3,856 stars stand where they stand in the sky. Its darkness is one single line, which winds around the pole for 268 metres (at 300 dpi), swelling and thinning. Come closer: there is more to read the nearer you look.',
    ],
    de: [
      'Eine Himmelskarte in der Art der Kupferstichatlanten des 17. Jahrhunderts, gezeichnet von diesem Programm. Die 3856 Sterne stehen, wo sie am Himmel stehen. Sein Dunkel ist eine einzige Linie, die sich 268 Meter lang (bei 300 dpi) um den Pol windet und dabei an- und abschwillt. Treten Sie näher: Je näher man schaut, desto mehr gibt es zu lesen.',
    ],
    fr: [
      'Une carte céleste à la manière des atlas gravés sur cuivre du XVIIe siècle, dessinée par ce programme. Les 3 856 étoiles sont à leur place dans le ciel. Sa nuit est une seule ligne de 268 mètres (à 300 dpi), qui tourne autour du pôle, s’enfle et s’amincit. Approchez-vous : plus on regarde de près, plus il y a à lire.',
    ],
    es: [
      'Un mapa celeste a la manera de los atlas grabados en cobre del siglo XVII, dibujado por este programa. Las 3856 estrellas están donde están en el cielo. Su noche es una sola línea de 268 metros (a 300 ppp) que gira en torno al polo, se ensancha y se adelgaza. Acérquese: cuanto más de cerca se mira, más hay que leer.',
    ],
    it: [
      'Una carta celeste alla maniera degli atlanti incisi su rame del Seicento, disegnata da questo programma. Le 3856 stelle stanno dove stanno in cielo. La sua notte è una sola linea di 268 metri (a 300 dpi), che gira intorno al polo, si gonfia e si assottiglia. Avvicinatevi: più si guarda da vicino, più c’è da leggere.',
    ],
  },
  metadata: [
    {
      label: { en: ['Maker'], de: ['Urheber'], fr: ['Auteur'], es: ['Autor'], it: ['Autore'] },
      value: { none: ['Vitrine'] },
    },
    {
      label: { en: ['Technique'], de: ['Technik'], fr: ['Technique'], es: ['Técnica'], it: ['Tecnica'] },
      value: {
        en: ['Computed engraving in four inks on laid paper'],
        de: ['Errechneter Stich in vier Farben auf Büttenpapier'],
        fr: ['Gravure calculée, quatre encres sur papier vergé'],
        es: ['Grabado calculado, cuatro tintas sobre papel verjurado'],
        it: ['Incisione calcolata, quattro inchiostri su carta vergata'],
      },
    },
    {
      label: { en: ['Projection'], de: ['Projektion'], fr: ['Projection'], es: ['Proyección'], it: ['Proiezione'] },
      value: {
        en: ['Azimuthal equidistant, from the north celestial pole to declination −38° (J2000)'],
        de: ['Mittabstandstreu azimutal, vom Himmelsnordpol bis zur Deklination −38° (J2000)'],
        fr: ['Azimutale équidistante, du pôle nord céleste à la déclinaison −38° (J2000)'],
        es: ['Acimutal equidistante, del polo norte celeste a la declinación −38° (J2000)'],
        it: ['Azimutale equidistante, dal polo nord celeste alla declinazione −38° (J2000)'],
      },
    },
    {
      label: { en: ['Stars'], de: ['Sterne'], fr: ['Étoiles'], es: ['Estrellas'], it: ['Stelle'] },
      value: {
        en: [
          'Positions, magnitudes and colours of the Hipparcos catalogue (ESA, 1997) to magnitude 6; fainter ones invented',
        ],
        de: ['Orte, Helligkeiten und Farben des Hipparcos-Katalogs (ESA, 1997) bis zur Größe 6; schwächere erfunden'],
        fr: [
          'Positions, magnitudes et couleurs du catalogue Hipparcos (ESA, 1997) jusqu’à la magnitude 6 ; les plus faibles sont inventées',
        ],
        es: [
          'Posiciones, magnitudes y colores del catálogo Hipparcos (ESA, 1997) hasta la magnitud 6; las más débiles son inventadas',
        ],
        it: [
          'Posizioni, magnitudini e colori del catalogo Hipparcos (ESA, 1997) fino alla magnitudine 6; le più deboli sono inventate',
        ],
      },
    },
    {
      label: { en: ['Inscription'], de: ['Inschrift'], fr: ['Inscription'], es: ['Inscripción'], it: ['Iscrizione'] },
      value: {
        la: [
          'os homini sublime dedit caelumque videre iussit et erectos ad sidera tollere vultus (Ovidius, Metamorphoses I, 85–86)',
        ],
      },
    },
  ],
  rights: 'http://creativecommons.org/publicdomain/zero/1.0/',
};
