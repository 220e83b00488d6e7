// Fastify alone: no hook, no check, an empty answer. Argument: port.
import Fastify from 'fastify';

const server = Fastify();
server.get('/', (_request, reply) => reply.code(204).send());
await server.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
