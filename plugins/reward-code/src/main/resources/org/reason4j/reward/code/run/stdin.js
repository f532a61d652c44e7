// Runs a program that reads its standard input and writes its standard output.
'use strict';
require('/runner/program.js').load('/box/program');
