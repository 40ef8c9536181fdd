// node read.mjs CUTS < file.gz: what fflate, pako and the platform read of the file on standard input, whole and in the pieces that CUTS (offsets, separated by commas) name.
// Prints a line "reader sha256" for each.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Gunzip, gunzipSync } from 'fflate';
import { Inflate, ungzip } from 'pako';

const file = new Uint8Array(readFileSync(0));
const cuts = [0, ...process.argv[2].split(',').map(Number), file.length];
const pieces = cuts.slice(1).map((end, at) => file.subarray(cuts[at], end));
const show = (reader, parts) => console.log(reader, parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex'));

show('fflate gunzipSync', [gunzipSync(file)]);
const flowing = [];
const gunzip = new Gunzip(part => flowing.push(part.slice()));
pieces.forEach((piece, at) => gunzip.push(piece, at === pieces.length - 1));
show('fflate Gunzip', flowing);

show('pako ungzip', [ungzip(file)]);
const inflate = new Inflate();
pieces.forEach((piece, at) => inflate.push(piece, at === pieces.length - 1));
if (inflate.err) throw new Error(inflate.msg);
show('pako Inflate', [inflate.result]);

const stream = new Blob(pieces).stream().pipeThrough(new DecompressionStream('gzip'));
show('DecompressionStream', [new Uint8Array(await new Response(stream).arrayBuffer())]);
