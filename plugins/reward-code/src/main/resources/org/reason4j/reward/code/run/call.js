// Calls a function of a program with the arguments that the input holds as JSON, and writes its result as JSON.
'use strict';
const fs = require('fs');
const vm = require('vm');
const { check } = require('/runner/program.js');

const name = process.argv[2];
const given = JSON.parse(fs.readFileSync(0, 'utf8'));
const source = check('/box/program');
const write = fs.writeSync;
const none = fs.openSync('/dev/null', 'w');
console.log = console.info = console.debug = (...words) => write(none, words.join(' '));
process.stdout.write = () => true;
const find = `;(typeof ${name} === 'function' ? ${name} : (...a) => new Solution()[${JSON.stringify(name)}](...a))`;
globalThis.require = require;
globalThis.module = { exports: {} };
globalThis.exports = globalThis.module.exports;
const called = vm.runInThisContext(source + '\n' + find, { filename: 'program.js' });
Promise.resolve(called(...given)).then((result) => {
  write(1, JSON.stringify(result === undefined ? null : result, (key, value) =>
    value instanceof Set ? [...value] : value instanceof Map ? Object.fromEntries(value) :
      typeof value === 'bigint' ? Number(value) : value));
  process.exit(0);
}, () => process.exit(1));
