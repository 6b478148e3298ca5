package dev.skiff.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.engine.Event;
import dev.skiff.engine.Request;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Workflow;
import dev.skiff.port.Origin;
import dev.skiff.port.RunRecord;
import dev.skiff.port.RunStore;
import dev.skiff.port.StoreException;
import dev.skiff.port.StoredLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs in directories below {@code DATA/runs}, which only the user may read. */
public final class FileRunStore implements RunStore {
    private static final ObjectMapper JSON = ModelMapper.lenient();

    private final Path runs;
    private final Expiry expiry;
    private final ChangeNotes notes;

    /** @param data see {@link DataDirectory}; made when something is to be kept */
    public FileRunStore(Path data) {
        this.runs = data.resolve("runs");
        this.expiry = new Expiry(data.resolve("expiry"));
        this.notes = new ChangeNotes(data.resolve("index"));
    }

    @Override
    public RunRecord create(Workflow workflow, Origin origin) {
        String name = workflow.metadata().getName();
        RunDirectory directory = directory(name);
        refuseIfThere(name, directory);
        try {
            PrivateFiles.createDirectories(directory.path());
            // a directory without a workflow is what a process has left that died here
            OwnerFile owner = owner(name, directory);
            refuseIfThere(name, directory);
            clear(directory);
            RunRecord record = FileRunRecord.open(name, directory, owner, new FileRunRecord.Beside(expiry, notes));
            PrivateFiles.replace(directory.origin(), FileRunRecord.bytes(origin));
            PrivateFiles.replace(directory.workflow(), FileRunRecord.bytes(workflow));
            notes.note(name);
            return record;
        } catch (IOException e) {
            forget(directory);
            throw new StoreException("cannot keep run " + name + ": " + PrivateFiles.sentence(e, directory.path()), e);
        }
    }

    /** A run whose deletion was cut off is none any more, and nothing of it may be taken for one of its name. */
    private static void clear(RunDirectory directory) throws IOException {
        for (Path left : List.of(directory.journal(), directory.status(), directory.ended())) {
            Files.deleteIfExists(left);
        }
        PrivateFiles.deleteTree(directory.logs());
    }

    private static void refuseIfThere(String name, RunDirectory directory) {
        if (Files.exists(directory.workflow())) {
            throw new StoreException("there is a run named " + name + " already: delete it (skiff delete " + name
                    + "), or give this one another name (--name, --generate-name)");
        }
    }

    private static void forget(RunDirectory directory) {
        try {
            PrivateFiles.deleteTree(directory.path());
        } catch (IOException e) {
            // the reason why it was to be forgotten is told; what is left has no workflow.json and so is no run
        }
    }

    private static OwnerFile owner(String name, RunDirectory directory) throws IOException {
        Optional<OwnerFile> owner = OwnerFile.take(directory.path());
        if (owner.isEmpty()) {
            String who = OwnerFile.signature(directory.path());
            throw new StoreException("run " + name + " is being driven by another process"
                    + (who.isEmpty() ? "" : " (process id " + who.split(" ", 2)[0] + ")"));
        }
        return owner.get();
    }

    @Override
    public RunRecord takeOver(String name) {
        RunDirectory directory = existing(name);
        try {
            return FileRunRecord.open(name, directory, owner(name, directory), new FileRunRecord.Beside(expiry, notes));
        } catch (IOException e) {
            throw new StoreException(
                    "cannot take over run " + name + ": " + PrivateFiles.sentence(e, directory.path()), e);
        }
    }

    @Override
    public Optional<StoredRun> find(String name) {
        RunDirectory directory = directory(name);
        return Files.exists(directory.workflow()) ? Optional.of(read(name, directory)) : Optional.empty();
    }

    @Override
    public boolean isLive(String name) {
        RunDirectory directory = directory(name);
        try {
            return Files.exists(directory.workflow()) && OwnerFile.isTaken(directory.path());
        } catch (IOException e) {
            throw new StoreException("cannot read run " + name + ": " + PrivateFiles.sentence(e, directory.path()), e);
        }
    }

    @Override
    public List<StoredRun> list() {
        List<StoredRun> found = new ArrayList<>();
        for (String name : names()) {
            try {
                find(name).ifPresent(found::add);
            } catch (StoreException e) {
                System.getLogger("dev.skiff.local").log(System.Logger.Level.WARNING, e.getMessage());
            }
        }
        return found;
    }

    private StoredRun read(String name, RunDirectory directory) {
        try {
            Workflow workflow = read(directory.status(), Workflow.class);
            if (workflow == null) {
                workflow = read(directory.workflow(), Workflow.class);
            }
            if (workflow == null) {
                throw new NoSuchFileException(directory.workflow().toString());
            }
            return new StoredRun(name, workflow, OwnerFile.isTaken(directory.path()), createdAt(directory));
        } catch (IOException e) {
            throw new StoreException("cannot read run " + name + ": " + PrivateFiles.sentence(e, directory.path()), e);
        }
    }

    private static <T> @Nullable T read(Path file, Class<T> type) throws IOException {
        return Files.exists(file) ? JSON.readValue(Files.readAllBytes(file), type) : null;
    }

    /** {@code workflow.json} is written once. */
    private static Instant createdAt(RunDirectory directory) throws IOException {
        return Files.readAttributes(directory.workflow(), BasicFileAttributes.class)
                .lastModifiedTime()
                .toInstant();
    }

    @Override
    public List<String> names() {
        record Named(String name, Instant createdAt) {}
        List<Named> found = new ArrayList<>();
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> directories = Files.list(runs)) {
            for (Path path : directories.toList()) {
                RunDirectory directory = new RunDirectory(path);
                if (Files.exists(directory.workflow())) {
                    found.add(new Named(path.getFileName().toString(), createdAt(directory)));
                }
            }
        } catch (IOException e) {
            throw new StoreException("cannot list the runs: " + PrivateFiles.sentence(e, runs), e);
        }
        found.sort(Comparator.comparing(Named::createdAt).thenComparing(Named::name));
        return found.stream().map(Named::name).toList();
    }

    @Override
    public List<String> unfinished() {
        return names().stream()
                .filter(name -> !Files.exists(directory(name).ended()))
                .toList();
    }

    @Override
    public List<String> expired(Instant now) {
        try {
            return expiry.before(now);
        } catch (IOException e) {
            throw new StoreException(
                    "cannot tell which runs have expired: " + PrivateFiles.sentence(e, expiry.directory()), e);
        }
    }

    @Override
    public Origin origin(String name) {
        RunDirectory directory = existing(name);
        try {
            Origin origin = read(directory.origin(), Origin.class);
            if (origin == null) {
                throw new NoSuchFileException(directory.origin().toString());
            }
            return origin;
        } catch (IOException e) {
            throw new StoreException(
                    "cannot read run " + name + ": " + PrivateFiles.sentence(e, directory.origin()), e);
        }
    }

    @Override
    public void replay(String name, Consumer<Event> reader) {
        RunDirectory directory = existing(name);
        try {
            Journal.read(directory.journal(), reader);
        } catch (IOException e) {
            throw new StoreException(
                    "cannot read what was recorded of run " + name + ": "
                            + PrivateFiles.sentence(e, directory.journal()),
                    e);
        }
    }

    @Override
    public void ask(String name, Request request) {
        RunDirectory directory = existing(name);
        String refusal;
        try {
            if (!OwnerFile.isTaken(directory.path())) {
                throw new StoreException("no process drives run " + name);
            }
            refusal = RequestSpool.ask(name, directory.requests(), directory.path(), request);
        } catch (IOException e) {
            throw new StoreException(
                    "cannot ask anything of run " + name + ": " + PrivateFiles.sentence(e, directory.requests()), e);
        }
        if (!refusal.isEmpty()) {
            throw new StoreException(refusal);
        }
    }

    @Override
    public List<StoredLog> logs(String name) {
        RunDirectory directory = existing(name);
        if (!Files.isDirectory(directory.logs())) {
            return List.of();
        }
        List<StoredLog> logs = new ArrayList<>();
        try (Stream<Path> nodes = Files.list(directory.logs())) {
            for (Path node : nodes.sorted().toList()) {
                logs.addAll(logs(node));
            }
            return logs;
        } catch (IOException e) {
            throw new StoreException(
                    "cannot read the logs of run " + name + ": " + PrivateFiles.sentence(e, directory.logs()), e);
        }
    }

    private static List<StoredLog> logs(Path node) throws IOException {
        try (Stream<Path> files = Files.list(node)) {
            return files.filter(file -> file.getFileName().toString().endsWith(RunDirectory.LOG))
                    .sorted()
                    .map(file -> log(node, file))
                    .toList();
        }
    }

    private static StoredLog log(Path node, Path file) {
        String name = file.getFileName().toString();
        String container = name.substring(0, name.length() - RunDirectory.LOG.length());
        return new FileLog(node.getFileName().toString(), container, file);
    }

    @Override
    public void delete(String name) {
        RunDirectory directory = directory(name);
        if (!Files.isDirectory(directory.path())) {
            return;
        }
        try (OwnerFile owner = owner(name, directory)) {
            // without it, it is no run: nobody finds half of one
            Files.deleteIfExists(directory.workflow());
            PrivateFiles.deleteTree(directory.path());
            expiry.forget(name);
            notes.note(name);
        } catch (IOException e) {
            throw new StoreException(
                    "cannot delete run " + name + ": " + PrivateFiles.sentence(e, directory.path()), e);
        }
    }

    private RunDirectory existing(String name) {
        RunDirectory directory = directory(name);
        if (!Files.exists(directory.workflow())) {
            throw new StoreException("there is no run named " + name);
        }
        return directory;
    }

    /** A name is a file name here: one that would lead elsewhere is no run's name. */
    private RunDirectory directory(String name) {
        if (!isPlain(name)) {
            throw new StoreException("'" + name + "' cannot be the name of a run");
        }
        return new RunDirectory(runs.resolve(name));
    }

    static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.chars().allMatch(c -> c == '-' || c == '.' || Character.isLetterOrDigit(c))
                && !name.startsWith(".");
    }
}
