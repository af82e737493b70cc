// The real trainer, with one thing added: it ends itself when told so over a channel, as a crash would end it.
import '$workers/trainer.worker';

const channel = new BroadcastChannel('tablab-test:kill-trainers');
channel.onmessage = () => self.close();
