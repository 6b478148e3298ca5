package dev.skiff.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Copies one stream of the command to the container's own and to whoever else wants it. */
final class Tee {
    private final InputStream from;
    private final OutputStream through;
    private final List<OutputStream> copies;
    private final Thread thread;

    private Tee(InputStream from, FileDescriptor through, List<OutputStream> copies) {
        this.from = from;
        this.through = new FileOutputStream(through);
        this.copies = List.copyOf(copies);
        this.thread = new Thread(this::copy, "tee");
        thread.setDaemon(true);
    }

    /** @param copies none of which throws */
    static Tee start(InputStream from, FileDescriptor through, List<OutputStream> copies) {
        Tee tee = new Tee(from, through, copies);
        tee.thread.start();
        return tee;
    }

    private void copy() {
        byte[] buffer = new byte[16 << 10];
        boolean open = true;
        try {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                open = open && pass(buffer, n);
                for (OutputStream copy : copies) {
                    copy.write(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // the command has ended, and the stream with it
            return;
        }
    }

    /** Whether the container's own stream still takes something: when it does not, the copies are wanted all the same. */
    private boolean pass(byte[] buffer, int n) {
        try {
            through.write(buffer, 0, n);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits for what is still on its way; not for long, since a process that the command has left behind may keep the stream open. */
    void finish() throws InterruptedException {
        thread.join(2_000);
    }
}
