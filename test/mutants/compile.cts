import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import ts from 'typescript';
import { CliError } from '../../support/cli/errors.cts';
import { mutate, sourcePath } from './copy.cts';
import type { Mutant } from './mutants/mutant.cts';

/**
 * Checks the types of the files with the mistakes: the compiler would notice a mistake that breaks them, so that no
 * test has to.
 *
 * @param root the folder of tsconfig.json
 * @throws CliError naming the mutants that can't be compiled
 */
export async function assertCompiles(
	root: string,
	mutants: readonly Mutant[],
	signal: AbortSignal,
): Promise<void> {
	const compiler = new Compiler(root);
	const wrong: string[] = [];
	for (const mutant of mutants) {
		// Without a pause, Ctrl-C would only be noticed at the end.
		await setImmediate();
		signal.throwIfAborted();
		const [error] = compiler.errorsOf(mutant);
		if (error) wrong.push(`${mutant.file}: ${mutant.why}: ${error}`);
	}
	if (wrong.length > 0) throw new CliError(`these can't be compiled:\n${wrong.join('\n')}`);
}

/** TypeScript's compiler, which gets one changed file at a time. */
class Compiler {
	private readonly service: ts.LanguageService;
	/** The text of the changed file, by its path. */
	private readonly changed = new Map<string, string>();
	private version = 0;

	constructor(private readonly root: string) {
		const config = join(root, 'tsconfig.json');
		const json: unknown = ts.readConfigFile(config, (path) => ts.sys.readFile(path)).config;
		const { options, fileNames } = ts.parseJsonConfigFileContent(json, ts.sys, dirname(config));
		this.service = ts.createLanguageService({
			fileExists: ts.sys.fileExists,
			readFile: ts.sys.readFile,
			readDirectory: ts.sys.readDirectory,
			directoryExists: ts.sys.directoryExists,
			getDirectories: ts.sys.getDirectories,
			realpath: ts.sys.realpath,
			// A mistake may well leave something unused.
			getCompilationSettings: () => ({
				...options,
				noUnusedLocals: false,
				noUnusedParameters: false,
			}),
			getScriptFileNames: () => fileNames,
			getScriptVersion: (path) => (this.changed.has(path) ? `${this.version}` : 'unchanged'),
			getScriptSnapshot: (path) => {
				const text = this.changed.get(path) ?? ts.sys.readFile(path);
				return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
			},
			getCurrentDirectory: () => root,
			getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
		});
	}

	errorsOf(mutant: Mutant): string[] {
		const path = sourcePath(this.root, mutant);
		this.changed.clear();
		this.changed.set(path, mutate(readFileSync(path, 'utf8'), mutant));
		this.version++;
		const found = [
			...this.service.getSyntacticDiagnostics(path),
			...this.service.getSemanticDiagnostics(path),
		];
		return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
	}
}
