// Runs Azurite for the local host and ends it with the host.
// usage: node azurite-host.cjs <azurite.js> <file for the beacon's port> [Azurite's own options...]
//
// The host keeps our standard input open. Its end means that the host is gone, also after kill -9: Azurite is then closed as by
// SIGTERM, so that its database is saved. Ctrl-C goes to every process of a terminal: it is the host's to act on, not ours.
// The beacon is a port that is open for as long as we may still write to the folder; a host that starts again waits for its end.
'use strict';
const fs = require('node:fs');
const net = require('node:net');

// What Azurite writes is for this user alone.
process.umask(0o077);

const [script, beaconFile] = process.argv.splice(2, 2);
process.argv[1] = script;

const once = process.once.bind(process);
process.once = (event, listener) => (event === 'SIGINT' ? process : once(event, listener));
process.on('SIGINT', () => {});

const beacon = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.unref();
  socket.write('reporting azurite\n');
});
beacon.unref();
beacon.listen(0, '127.0.0.1', () => {
  fs.writeFileSync(beaconFile + '.new', String(beacon.address().port));
  fs.renameSync(beaconFile + '.new', beaconFile);
  require(script);
});
process.on('exit', () => fs.rmSync(beaconFile, { force: true }));

// A killed host reads nothing any more: what Azurite says as it closes must not end it before it has saved.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

process.stdin.resume();
process.stdin.on('error', () => {});
process.stdin.on('close', () => {
  if (process.listenerCount('SIGTERM') === 0) {
    process.exit(0); // Not yet serving: nothing to save.
  }

  process.emit('SIGTERM');
  setTimeout(() => process.exit(1), 120_000).unref(); // Saving takes seconds; longer means that it hangs.
});
