// The floor: node:http, constant bytes, no check.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const body = readFileSync(process.argv[2]);
const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length };
createServer((_request, response) => response.writeHead(200, headers).end(body)).listen(
  Number(process.argv[3]),
  '127.0.0.1',
);
