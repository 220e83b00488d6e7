import type { FastifyInstance } from 'fastify';
import { StartRefused } from '../start-refused.ts';

/** Throws StartRefused when the port is taken or may not be opened. `::` falls back to IPv4 where IPv6 is missing. */
export async function listen(server: FastifyInstance, { host, port }: { host: string; port: number }): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EAFNOSUPPORT' && host === '::') return await listen(server, { host: '0.0.0.0', port });
    if (code === 'EADDRINUSE') {
      throw new StartRefused(
        `Le port ${port} est déjà pris : arrêtez l’autre programme, ou choisissez-en un autre avec PORT=3001.`,
      );
    }
    if (code === 'EACCES')
      throw new StartRefused(
        `Le port ${port} demande des droits d’administrateur : choisissez-en un au-dessus de 1024.`,
      );
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartRefused(`HOST=${host} n’est pas une adresse de ce poste.`);
    throw error;
  }
}
