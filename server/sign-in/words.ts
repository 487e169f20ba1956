export interface Words {
  title: string;
  label: string;
  hint: string;
  submit: string;
  link: string;
  wrong: string;
  signedIn: (name: string, role: string) => string;
  signOut: string;
  home: string;
}

const en: Words = {
  title: 'Sign in',
  label: 'Token',
  hint: 'An administrator makes one for you, on the page /tokens or with: vitrine token add NAME',
  submit: 'Sign in',
  link: 'This link signs this browser in, once.',
  wrong: 'This token or link is not, or no longer, good here. Copy it whole, or ask for another one.',
  signedIn: (name, role) => `You are signed in as ${name} (${role}).`,
  signOut: 'Sign out',
  home: 'To the collection',
};

const de: Words = {
  title: 'Anmelden',
  label: 'Zugangsschlüssel (Token)',
  hint: 'Die Verwaltung erstellt einen für Sie, auf der Seite /tokens oder mit: vitrine token add NAME',
  submit: 'Anmelden',
  link: 'Dieser Link meldet diesen Browser an, ein einziges Mal.',
  wrong:
    'Dieser Schlüssel oder Link gilt hier nicht oder nicht mehr. Kopieren Sie ihn ganz, oder bitten Sie um einen neuen.',
  signedIn: (name, role) => `Sie sind angemeldet als ${name} (${role}).`,
  signOut: 'Abmelden',
  home: 'Zur Sammlung',
};

const es: Words = {
  title: 'Iniciar sesión',
  label: 'Clave de acceso (token)',
  hint: 'La administración crea una para usted, en la página /tokens o con: vitrine token add NAME',
  submit: 'Iniciar sesión',
  link: 'Este enlace inicia la sesión en este navegador, una sola vez.',
  wrong: 'Esta clave o este enlace no es válido aquí, o ya no lo es. Cópielo entero o pida otro.',
  signedIn: (name, role) => `Ha iniciado sesión como ${name} (${role}).`,
  signOut: 'Cerrar sesión',
  home: 'A la colección',
};

const fr: Words = {
  title: 'Se connecter',
  label: 'Clé d’accès (token)',
  hint: 'L’administration en crée une pour vous, sur la page /tokens ou avec : vitrine token add NAME',
  submit: 'Se connecter',
  link: 'Ce lien connecte ce navigateur, une seule fois.',
  wrong: 'Cette clé ou ce lien n’est pas ou plus valable ici. Copiez-le en entier, ou demandez-en un autre.',
  signedIn: (name, role) => `Vous êtes connecté en tant que ${name} (${role}).`,
  signOut: 'Se déconnecter',
  home: 'Vers la collection',
};

const it: Words = {
  title: 'Accedi',
  label: 'Chiave di accesso (token)',
  hint: 'L’amministrazione ne crea una per Lei, alla pagina /tokens o con: vitrine token add NAME',
  submit: 'Accedi',
  link: 'Questo link fa accedere questo browser, una sola volta.',
  wrong: 'Questa chiave o questo link qui non vale, o non vale più. Copiarlo per intero, o chiederne un altro.',
  signedIn: (name, role) => `Accesso effettuato come ${name} (${role}).`,
  signOut: 'Esci',
  home: 'Alla collezione',
};

export const WORDS: Readonly<Record<string, Words>> = { en, de, es, fr, it };
