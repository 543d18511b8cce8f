import { announceChange } from '$/kit/changes';
import { t } from '$/messages';
import { upload, UploadCancelled, UploadRefused, type Attachment, type Upload } from './upload';

/** One file on its way; stays listed when it failed, until it is tried again or put away. */
export class UploadItem {
  share = $state(0);
  problem = $state<string | null>(null);
  #running: Upload | null = null;

  constructor(
    readonly file: File,
    private readonly target: Attachment,
    private readonly uploads: Uploads,
  ) {}

  async start(): Promise<void> {
    this.problem = null;
    this.share = 0;
    this.#running = upload(this.file, this.target, (share) => (this.share = share));
    try {
      await this.#running.done;
      this.uploads.remove(this);
      this.uploads.say(t('evidence.uploaded', { name: this.file.name }));
      announceChange(this.target.assessmentId, this.target.controlId);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#running = null;
    }
  }

  get running(): boolean {
    return this.problem === null;
  }

  cancel(): void {
    this.#running?.cancel();
    this.uploads.remove(this);
  }

  #fail(error: unknown): void {
    if (error instanceof UploadCancelled) {
      this.uploads.say(t('evidence.cancelled', { name: this.file.name }));
      return;
    }
    this.problem = error instanceof UploadRefused ? error.message : t('evidence.broken');
  }
}

/** The uploads of one part of a control. */
export class Uploads {
  items = $state.raw<UploadItem[]>([]);
  /** For the live region. */
  said = $state('');

  add(files: Iterable<File>, target: Attachment): void {
    for (const file of files) {
      const item = new UploadItem(file, target, this);
      if (file.size === 0) item.problem = t('evidence.empty', { name: file.name });
      else void item.start();
      this.items = [...this.items, item];
    }
  }

  remove(item: UploadItem): void {
    this.items = this.items.filter((one) => one !== item);
  }

  say(text: string): void {
    this.said = text;
  }
}
