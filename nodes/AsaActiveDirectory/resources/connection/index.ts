import type { Resource } from '../operation';
import { create } from './create';
import { deleteConnection } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { update } from './update';
import { upsert } from './upsert';

export const connection: Resource = {
	entry: { name: 'AD Connection', value: 'connection' },
	operations: [create, upsert, deleteConnection, get, getAll, update],
};
