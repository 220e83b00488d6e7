import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app/providers.tsx';
import { startServiceWorker } from './app/service-worker.ts';
import './ui/mantine.css';
import './ui/styles.css';

// Zod would otherwise try to compile with `new Function`, which the page's policy refuses (and reports).
z.config({ jitless: true });

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
startServiceWorker();
