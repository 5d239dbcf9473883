// Where a test file runs: Node's environment, without what Jest leaves behind. Jest keeps an
// AsyncLocalStorage for each test file and never ends it, so that every promise and every callback of the
// files after it goes through all of them, and none of their memory is given back. After a hundred files in
// one process that is more work than the tests.
import { AsyncLocalStorage } from 'node:async_hooks';
import { TestEnvironment } from 'jest-environment-node';

export default class extends TestEnvironment {
  #run = AsyncLocalStorage.prototype.run;
  #storages = new Set();

  async setup() {
    await super.setup();
    const [run, storages] = [this.#run, this.#storages];
    AsyncLocalStorage.prototype.run = function (...words) {
      storages.add(this);
      return run.apply(this, words);
    };
  }

  async teardown() {
    AsyncLocalStorage.prototype.run = this.#run;
    for (const storage of this.#storages) storage.disable();
    this.#storages.clear();
    await super.teardown();
  }
}
