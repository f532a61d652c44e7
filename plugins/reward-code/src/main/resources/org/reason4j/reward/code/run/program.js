// Tells programs that can't be compiled from those that fail.
'use strict';
const fs = require('fs');
const vm = require('vm');
const Module = require('module');

const SYNTAX_ERROR = 98;

exports.check = function check(path) {
  const source = fs.readFileSync(path, 'utf8');
  try {
    new vm.Script(Module.wrap(source));
  } catch (error) {
    process.exit(SYNTAX_ERROR);
  }
  return source;
};

// Runs the program as the main module and returns it.
exports.load = function load(path) {
  const source = exports.check(path);
  const main = new Module('/tmp/program.js', null);
  main.filename = '/tmp/program.js';
  main.paths = [];
  process.mainModule = main;
  main._compile(source, main.filename);
  return main;
};
