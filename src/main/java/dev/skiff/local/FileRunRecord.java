package dev.skiff.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.skiff.engine.Event;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.Progress;
import dev.skiff.port.RunRecord;
import dev.skiff.port.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run's directory, owned by this process. */
final class FileRunRecord implements RunRecord {

    /** Where it is told what becomes of the run. */
    record Beside(Expiry expiry, ChangeNotes notes) {}

    private final String name;
    private final RunDirectory directory;
    private final OwnerFile owner;
    private final Beside beside;
    private final Journal journal;
    private @Nullable RequestSpool requests;

    private FileRunRecord(String name, RunDirectory directory, OwnerFile owner, Beside beside, Journal journal) {
        this.name = name;
        this.directory = directory;
        this.owner = owner;
        this.beside = beside;
        this.journal = journal;
    }

    static FileRunRecord open(String name, RunDirectory directory, OwnerFile owner, Beside beside) throws IOException {
        return new FileRunRecord(name, directory, owner, beside, Journal.open(directory.journal()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void append(List<Event> events) {
        writing(directory.journal(), () -> journal.append(events));
    }

    @Override
    public void replay(Consumer<Event> reader) {
        try {
            journal.replay(reader);
        } catch (IOException e) {
            throw new StoreException(
                    "cannot read what was recorded of run " + name + ": "
                            + PrivateFiles.sentence(e, directory.journal()),
                    e);
        }
    }

    @Override
    public CompletableFuture<Void> status(Progress progress) {
        Workflow workflow = progress.workflow();
        writing(directory.status(), () -> {
            PrivateFiles.replace(directory.status(), bytes(workflow));
            beside.expiry().note(name, workflow);
            if (hasEnded(workflow)) {
                PrivateFiles.append(directory.ended(), new byte[0]);
            } else {
                Files.deleteIfExists(directory.ended());
            }
            beside.notes().note(name);
        });
        return CompletableFuture.completedFuture(null);
    }

    private static boolean hasEnded(Workflow workflow) {
        var status = workflow.status();
        WorkflowPhase phase = status == null ? null : status.phase();
        return phase != null && phase.completed();
    }

    static byte[] bytes(Object value) {
        try {
            return ModelMapper.strict().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value of the model can be written", e);
        }
    }

    @Override
    public void output(String nodeId, String container, byte[] chunk) {
        Path file = directory.log(nodeId, container);
        writing(file, () -> {
            PrivateFiles.createDirectories(directory.logs(nodeId));
            PrivateFiles.append(file, chunk);
        });
    }

    @Override
    public void forgetOutput(String nodeId) {
        writing(directory.logs(nodeId), () -> PrivateFiles.deleteTree(directory.logs(nodeId)));
    }

    @Override
    public void listen(Requests reader) {
        writing(directory.requests(), () -> requests = RequestSpool.open(directory.requests(), reader));
    }

    @Override
    public void close() {
        if (requests != null) {
            requests.close("run " + name + " has ended");
        }
        writing(directory.journal(), () -> {
            try (owner) {
                journal.close();
            }
        });
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private void writing(Path file, Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new StoreException("cannot keep run " + name + ": " + PrivateFiles.sentence(e, file), e);
        }
    }
}
