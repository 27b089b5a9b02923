import { statSync } from 'node:fs';
import { backUp, isUsed, openBackup, restore } from '../database/backup.ts';
import { connectDatabase, openDatabase } from '../database/openDatabase.ts';
import { command } from './command.ts';

export const storageCommands = [
  command({
    name: 'migrate',
    about: 'Brings the database to the form of this version; a server does it at its start as well',
    async run({ config, print }) {
      const { data, databaseUrl } = config();
      await (await openDatabase(data, databaseUrl)).close();
      print('The database is up to date.');
    },
  }),
  command({
    name: 'backup',
    args: ['<file>'],
    about: 'Writes everything that is in the database, as it is at this moment, into one file',
    async run({ config, args: [file = ''], now, print }) {
      const { data, databaseUrl } = config();
      const opened = await openDatabase(data, databaseUrl);
      try {
        const rows = await backUp(opened.database, file, new Date(now()));
        print(`${file}: ${rows} rows, ${statSync(file).size} bytes. It has hashes of passwords: keep it safe.`);
      } finally {
        await opened.close();
      }
    },
  }),
  command({
    name: 'restore',
    args: ['<file>'],
    options: { force: { type: 'boolean' } },
    optionsUsage: '[--force]',
    about: 'Makes the database what a backup says; with --force also one that has accounts or channels',
    async run({ config, args: [file = ''], values, print }) {
      const backup = await openBackup(file);
      const { data, databaseUrl } = config();
      const opened = await connectDatabase(data, databaseUrl);
      try {
        await opened.exclusively(async (database) => {
          if (values.force !== true && (await isUsed(database))) {
            throw new Error('The database is in use: everything in it would be lost. Say --force if that is meant.');
          }
          await restore(database, backup);
        });
        await opened.processes.tell({ type: 'everything' });
      } finally {
        await opened.close();
      }
      print(`${backup.rows} rows of ${backup.header.createdAt} are restored.`);
    },
  }),
];
