import type { EndpointName } from '../nodes/AsaActiveDirectory/api/endpoints';
import type { FormName } from './forms.cts';

/** What the contract promises an endpoint to answer. */
export interface DueAnswer {
	statuses: number[];
	body: 'list' | 'object' | 'any';
	/** The form of the object, or of the list's entries. */
	form?: FormName;
}

const list = (form: FormName): DueAnswer => ({ statuses: [200], body: 'list', form });
const object = (status: number, form: FormName): DueAnswer => ({
	statuses: [status],
	body: 'object',
	form,
});
const nothing: DueAnswer = { statuses: [204], body: 'any' };
const jobOrNothing: DueAnswer = { statuses: [200, 204], body: 'any' };

/** Source: contract, "The 25 endpoints", columns success and body; the pickers' lists below the table. */
export const dueAnswers: Record<EndpointName, DueAnswer> = {
	listConnections: list('listedConnection'),
	createConnection: object(201, 'listedConnection'),
	getConnection: object(200, 'connection'),
	updateConnection: nothing,
	deleteConnection: nothing,
	listServerSyncJobs: list('serverSyncJob'),
	createServerSyncJob: object(201, 'serverSyncJob'),
	getServerSyncJob: object(200, 'serverSyncJob'),
	updateServerSyncJob: jobOrNothing,
	deleteServerSyncJob: nothing,
	deactivateServerSyncJob: nothing,
	setServerSyncJobSchedule: nothing,
	listServerSyncResults: list('serverResult'),
	getServerSyncResult: object(200, 'serverResult'),
	testServerSyncJob: object(201, 'serverResult'),
	listUserSyncJobs: list('userSyncJob'),
	createUserSyncJob: object(201, 'userSyncJob'),
	getUserSyncJob: object(200, 'userSyncJob'),
	updateUserSyncJob: jobOrNothing,
	deleteUserSyncJob: nothing,
	setUserSyncJobSchedule: nothing,
	setUserSyncJobState: nothing,
	testUserSyncJob: object(201, 'userResult'),
	listUserSyncResults: list('userResult'),
	getUserSyncResult: object(200, 'userResult'),
	listGateways: list('namedObject'),
	listProjects: list('namedObject'),
};
