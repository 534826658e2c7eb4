import type { Step } from '../../../../support/cli/progress.cts';
import type { SandboxProcess } from '../../../../support/sandbox/sandboxProcess.cts';
import type { EditorPage } from '../editorPage.cts';
import type { Screenshots } from '../../../helpers/screenshots.cts';

/** What a scenario works with. */
export interface ScenarioContext {
	editor: EditorPage;
	sandbox: SandboxProcess;
	screenshots: Screenshots;
}

/** Something that a person does in the editor, step by step: one file a scenario. */
export type Scenario = (context: ScenarioContext) => Step[];
