// Reads a document with the parser of the AsyncAPI initiative, whose every word about it is an error. Prints what is in it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// From where it was installed, which is not beside this file.
const { Parser } = createRequire(`${process.argv[3]}/`)('@asyncapi/parser');

// There is a newer version of AsyncAPI, which tools are still to learn.
const EXPECTED = new Set(['asyncapi-latest-version']);

const { document, diagnostics } = await new Parser().parse(readFileSync(process.argv[2], 'utf8'));
const told = diagnostics.filter(({ code }) => !EXPECTED.has(code));
for (const { code, path, message } of told) console.log(`${path.join('.')}: ${message} (${code})`);
if (told.length > 0 || !document) process.exit(1);

const commands = document.operations().all().filter((operation) => operation.extensions().has('x-route'));
if (commands.length === 0) {
  console.log('there is no command in it');
  process.exit(1);
}
console.log(`AsyncAPI ${document.version()}: ${document.messages().all().length} messages, ${commands.length} commands, no errors, no warnings`);
