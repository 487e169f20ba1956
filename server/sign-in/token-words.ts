import type { Role } from '../../manifests/catalogue/schema.ts';

/** What the page of tokens says. Names are put in as they are: the whole is escaped where it is written. */
export interface TokenWords {
  title: string;
  intro: string;
  make: string;
  name: string;
  nameHint: string;
  role: string;
  roles: Readonly<Record<Role, { name: string; may: string }>>;
  software: string;
  submit: string;
  made: (name: string) => string;
  madeHint: string;
  token: string;
  copy: string;
  copied: string;
  back: string;
  list: string;
  former: (count: number) => string;
  you: string;
  program: string;
  since: string;
  used: string;
  unused: string;
  ended: string;
  revoke: string;
  ask: (name: string) => string;
  askOwn: string;
  confirm: (name: string) => string;
  revoked: (name: string) => string;
  badName: string;
  badRole: string;
  taken: (name: string) => string;
  last: (name: string) => string;
  closed: string;
}

const en: TokenWords = {
  title: 'Tokens',
  intro: 'Every person and every program that writes here has a token of its own.',
  make: 'New token',
  name: 'Name',
  nameHint: 'Of the person or the program. It stands beside what they write.',
  role: 'Role',
  roles: {
    annotator: { name: 'Annotator', may: 'writes, and changes what is their own' },
    editor: { name: 'Editor', may: 'writes, and changes what anybody wrote' },
    administrator: { name: 'Administrator', may: 'does that, makes and revokes tokens, and sees drafts' },
  },
  software: 'A program uses it: what it writes is marked as a machine’s',
  submit: 'Make the token',
  made: (name) => `The token of ${name}`,
  madeHint: 'It is shown this once. Copy it now, and hand it on where nobody else reads it.',
  token: 'Token',
  copy: 'Copy',
  copied: 'Copied',
  back: 'Back to all tokens',
  list: 'Who may write',
  former: (count) => `Revoked tokens (${count})`,
  you: 'you',
  program: 'program',
  since: 'since',
  used: 'last used',
  unused: 'never used',
  ended: 'revoked',
  revoke: 'Revoke…',
  ask: (name) =>
    `The token of ${name}, and every browser signed in with it, ends at once. What was written with it stays.`,
  askOwn: 'It is your own: you will be signed out.',
  confirm: (name) => `Revoke the token of ${name}`,
  revoked: (name) => `The token of ${name} is revoked.`,
  badName: 'Give a name of 1 to 200 characters.',
  badRole: 'Choose one of the roles.',
  taken: (name) => `There is a token of ${name} already. Choose another name, or revoke that one.`,
  last: (name) => `${name} is the last administrator. Make another administrator first.`,
  closed: 'Tokens are the matter of administrators.',
};

const de: TokenWords = {
  title: 'Zugangsschlüssel (Tokens)',
  intro: 'Jede Person und jedes Programm, das hier schreibt, hat einen eigenen Schlüssel.',
  make: 'Neuer Schlüssel',
  name: 'Name',
  nameHint: 'Der Person oder des Programms. Er steht bei dem, was geschrieben wird.',
  role: 'Rolle',
  roles: {
    annotator: { name: 'Annotieren', may: 'schreibt und ändert Eigenes' },
    editor: { name: 'Redaktion', may: 'schreibt und ändert, was alle geschrieben haben' },
    administrator: { name: 'Verwaltung', may: 'darf das auch, erstellt und widerruft Schlüssel und sieht Entwürfe' },
  },
  software: 'Ein Programm benutzt ihn: Was es schreibt, wird als maschinell gekennzeichnet',
  submit: 'Schlüssel erstellen',
  made: (name) => `Der Schlüssel von ${name}`,
  madeHint:
    'Er wird nur dieses eine Mal gezeigt. Kopieren Sie ihn jetzt, und geben Sie ihn so weiter, dass niemand sonst ihn liest.',
  token: 'Schlüssel',
  copy: 'Kopieren',
  copied: 'Kopiert',
  back: 'Zurück zu allen Schlüsseln',
  list: 'Wer schreiben darf',
  former: (count) => `Widerrufene Schlüssel (${count})`,
  you: 'Sie',
  program: 'Programm',
  since: 'seit',
  used: 'zuletzt benutzt',
  unused: 'nie benutzt',
  ended: 'widerrufen',
  revoke: 'Widerrufen …',
  ask: (name) =>
    `Der Schlüssel von ${name} endet sofort, ebenso jede Anmeldung damit. Was damit geschrieben wurde, bleibt.`,
  askOwn: 'Es ist Ihr eigener: Sie werden abgemeldet.',
  confirm: (name) => `Den Schlüssel von ${name} widerrufen`,
  revoked: (name) => `Der Schlüssel von ${name} ist widerrufen.`,
  badName: 'Geben Sie einen Namen von 1 bis 200 Zeichen an.',
  badRole: 'Wählen Sie eine der Rollen.',
  taken: (name) =>
    `Es gibt schon einen Schlüssel von ${name}. Wählen Sie einen anderen Namen, oder widerrufen Sie jenen.`,
  last: (name) => `${name} ist die letzte Verwaltung. Erstellen Sie zuerst einen anderen Schlüssel mit dieser Rolle.`,
  closed: 'Schlüssel sind Sache der Verwaltung.',
};

const es: TokenWords = {
  title: 'Claves de acceso (tokens)',
  intro: 'Cada persona y cada programa que escribe aquí tiene una clave propia.',
  make: 'Clave nueva',
  name: 'Nombre',
  nameHint: 'De la persona o del programa. Figura junto a lo que escribe.',
  role: 'Función',
  roles: {
    annotator: { name: 'Anotación', may: 'escribe y cambia lo propio' },
    editor: { name: 'Edición', may: 'escribe y cambia lo de cualquiera' },
    administrator: { name: 'Administración', may: 'además crea y revoca claves, y ve los borradores' },
  },
  software: 'La usa un programa: lo que escribe queda marcado como hecho por una máquina',
  submit: 'Crear la clave',
  made: (name) => `La clave de ${name}`,
  madeHint: 'Se muestra solo esta vez. Cópiela ahora y entréguela donde nadie más la lea.',
  token: 'Clave',
  copy: 'Copiar',
  copied: 'Copiado',
  back: 'Volver a todas las claves',
  list: 'Quién puede escribir',
  former: (count) => `Claves revocadas (${count})`,
  you: 'usted',
  program: 'programa',
  since: 'desde',
  used: 'último uso',
  unused: 'sin usar',
  ended: 'revocada',
  revoke: 'Revocar…',
  ask: (name) =>
    `La clave de ${name} y toda sesión iniciada con ella terminan de inmediato. Lo escrito con ella permanece.`,
  askOwn: 'Es la suya: se cerrará su sesión.',
  confirm: (name) => `Revocar la clave de ${name}`,
  revoked: (name) => `La clave de ${name} está revocada.`,
  badName: 'Indique un nombre de 1 a 200 caracteres.',
  badRole: 'Elija una de las funciones.',
  taken: (name) => `Ya hay una clave de ${name}. Elija otro nombre o revoque aquella.`,
  last: (name) => `${name} tiene la última clave de administración. Cree antes otra con esa función.`,
  closed: 'Las claves son asunto de la administración.',
};

const fr: TokenWords = {
  title: 'Clés d’accès (tokens)',
  intro: 'Chaque personne et chaque programme qui écrit ici a sa propre clé.',
  make: 'Nouvelle clé',
  name: 'Nom',
  nameHint: 'De la personne ou du programme. Il figure à côté de ce qui est écrit.',
  role: 'Rôle',
  roles: {
    annotator: { name: 'Annotation', may: 'écrit, et modifie ce qui lui appartient' },
    editor: { name: 'Rédaction', may: 'écrit, et modifie ce que tous ont écrit' },
    administrator: { name: 'Administration', may: 'en plus, crée et révoque des clés, et voit les brouillons' },
  },
  software: 'Un programme s’en sert : ce qu’il écrit est marqué comme fait par une machine',
  submit: 'Créer la clé',
  made: (name) => `La clé de ${name}`,
  madeHint:
    'Elle n’est montrée que cette fois. Copiez-la maintenant, et transmettez-la là où personne d’autre ne la lit.',
  token: 'Clé',
  copy: 'Copier',
  copied: 'Copié',
  back: 'Retour à toutes les clés',
  list: 'Qui peut écrire',
  former: (count) => `Clés révoquées (${count})`,
  you: 'vous',
  program: 'programme',
  since: 'depuis le',
  used: 'dernier usage le',
  unused: 'jamais utilisée',
  ended: 'révoquée le',
  revoke: 'Révoquer…',
  ask: (name) =>
    `La clé de ${name} et toute session ouverte avec elle prennent fin aussitôt. Ce qui a été écrit avec elle reste.`,
  askOwn: 'C’est la vôtre : vous serez déconnecté.',
  confirm: (name) => `Révoquer la clé de ${name}`,
  revoked: (name) => `La clé de ${name} est révoquée.`,
  badName: 'Donnez un nom de 1 à 200 caractères.',
  badRole: 'Choisissez un des rôles.',
  taken: (name) => `Il y a déjà une clé de ${name}. Choisissez un autre nom, ou révoquez celle-là.`,
  last: (name) => `${name} a la dernière clé d’administration. Créez-en d’abord une autre avec ce rôle.`,
  closed: 'Les clés sont l’affaire de l’administration.',
};

const it: TokenWords = {
  title: 'Chiavi di accesso (token)',
  intro: 'Ogni persona e ogni programma che scrive qui ha una chiave propria.',
  make: 'Nuova chiave',
  name: 'Nome',
  nameHint: 'Della persona o del programma. Compare accanto a ciò che scrive.',
  role: 'Ruolo',
  roles: {
    annotator: { name: 'Annotazione', may: 'scrive e modifica ciò che è suo' },
    editor: { name: 'Redazione', may: 'scrive e modifica ciò che ha scritto chiunque' },
    administrator: { name: 'Amministrazione', may: 'inoltre crea e revoca chiavi, e vede le bozze' },
  },
  software: 'La usa un programma: ciò che scrive è segnato come fatto da una macchina',
  submit: 'Creare la chiave',
  made: (name) => `La chiave di ${name}`,
  madeHint: 'È mostrata solo questa volta. Copiarla ora e consegnarla dove nessun altro la legge.',
  token: 'Chiave',
  copy: 'Copia',
  copied: 'Copiato',
  back: 'Torna a tutte le chiavi',
  list: 'Chi può scrivere',
  former: (count) => `Chiavi revocate (${count})`,
  you: 'Lei',
  program: 'programma',
  since: 'dal',
  used: 'ultimo uso',
  unused: 'mai usata',
  ended: 'revocata',
  revoke: 'Revoca…',
  ask: (name) =>
    `La chiave di ${name} e ogni accesso fatto con essa finiscono subito. Ciò che è stato scritto con essa rimane.`,
  askOwn: 'È la Sua: l’accesso verrà chiuso.',
  confirm: (name) => `Revocare la chiave di ${name}`,
  revoked: (name) => `La chiave di ${name} è revocata.`,
  badName: 'Indicare un nome da 1 a 200 caratteri.',
  badRole: 'Scegliere uno dei ruoli.',
  taken: (name) => `C’è già una chiave di ${name}. Scegliere un altro nome, o revocare quella.`,
  last: (name) => `${name} ha l’ultima chiave di amministrazione. Crearne prima un’altra con questo ruolo.`,
  closed: 'Le chiavi spettano all’amministrazione.',
};

export const TOKEN_WORDS: Readonly<Record<string, TokenWords>> = { en, de, es, fr, it };
