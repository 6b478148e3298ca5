package dev.skiff.local;

import dev.skiff.port.RunCatalog.Entry;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A catalog as it was kept by the last process, in the file {@code runs}; anything wrong with it makes it an empty one, for it can be made
 * anew.
 */
record CatalogFile(Path directory) {
    private static final int MAGIC = 0x534b4631;
    private static final int BUFFER = 1 << 16;

    Path path() {
        return directory.resolve("runs");
    }

    void write(Collection<RunSummary> runs) throws IOException {
        PrivateFiles.createDirectories(directory);
        // other processes may write theirs at the same time: whichever comes last counts, and each is whole
        Path fresh = directory.resolve("runs." + ProcessHandle.current().pid() + ".tmp");
        Files.deleteIfExists(fresh);
        PrivateFiles.create(fresh);
        var checked =
                new CheckedOutputStream(new BufferedOutputStream(Files.newOutputStream(fresh), BUFFER), new CRC32());
        try (DataOutputStream out = new DataOutputStream(checked)) {
            out.writeInt(MAGIC);
            List<RunSummary> all = List.copyOf(runs);
            out.writeInt(all.size());
            for (RunSummary run : all) {
                write(run, out);
            }
            out.writeLong(checked.getChecksum().getValue());
        }
        Files.move(fresh, path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(RunSummary run, DataOutputStream out) throws IOException {
        Entry entry = run.entry();
        out.writeUTF(entry.name());
        out.writeUTF(entry.namespace());
        out.writeUTF(entry.uid());
        out.writeLong(entry.created());
        out.writeLong(entry.finished());
        out.writeUTF(entry.phase());
        out.writeLong(entry.added());
        out.writeLong(entry.version());
        out.writeLong(run.stamp());
        out.writeInt(entry.labels().size());
        for (Map.Entry<String, String> label : entry.labels().entrySet()) {
            out.writeUTF(label.getKey());
            out.writeUTF(label.getValue());
        }
    }

    List<RunSummary> read() {
        if (!Files.exists(path())) {
            return List.of();
        }
        try {
            return readWhole();
        } catch (IOException e) {
            return List.of();
        }
    }

    private List<RunSummary> readWhole() throws IOException {
        var checked =
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(path()), BUFFER), new CRC32());
        try (DataInputStream in = new DataInputStream(checked)) {
            if (in.readInt() != MAGIC) {
                throw new IOException("another form");
            }
            int size = in.readInt();
            List<RunSummary> runs = new ArrayList<>();
            Shared shared = new Shared(new HashMap<>());
            for (int i = 0; i < size; i++) {
                runs.add(one(in, shared));
            }
            long sum = checked.getChecksum().getValue();
            if (in.readLong() != sum) {
                throw new IOException("half a file");
            }
            return runs;
        }
    }

    /** Texts that many runs have are one object. */
    private record Shared(Map<String, String> texts) {
        private static final int MOST = 10_000;

        String of(String text) {
            return texts.size() < MOST ? texts.computeIfAbsent(text, t -> t) : texts.getOrDefault(text, text);
        }
    }

    private static RunSummary one(DataInputStream in, Shared shared) throws IOException {
        String name = in.readUTF();
        String namespace = shared.of(in.readUTF());
        String uid = in.readUTF();
        long created = in.readLong();
        long finished = in.readLong();
        String phase = shared.of(in.readUTF());
        long added = in.readLong();
        long version = in.readLong();
        long stamp = in.readLong();
        Map<String, String> labels = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            labels.put(shared.of(in.readUTF()), shared.of(in.readUTF()));
        }
        return new RunSummary(new Entry(name, namespace, uid, created, finished, phase, labels, added, version), stamp);
    }
}
