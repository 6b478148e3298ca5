package dev.skiff.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.engine.Request;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.RunRecord.Requests;
import dev.skiff.port.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What other processes of the user ask of a run, in the directory {@code requests} of the run: {@code ID.json} is a request,
 * {@code ID.answer} what became of it, empty when it was done. Who asks removes the answer; who drives the run, the request.
 */
final class RequestSpool {
    private static final ObjectMapper JSON = ModelMapper.strict();
    private static final String REQUEST = ".json";
    private static final String ANSWER = ".answer";
    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LONGEST = 1 << 20;

    private final Path directory;
    private final Requests reader;
    private final Set<String> taken = new HashSet<>();
    private final Thread thread;

    private RequestSpool(Path directory, Requests reader) {
        this.directory = directory;
        this.reader = reader;
        this.thread = Thread.ofVirtual().name("requests").unstarted(this::read);
    }

    /** For the process that drives the run: nothing that was asked of the one before is done now. */
    static RequestSpool open(Path directory, Requests reader) throws IOException {
        PrivateFiles.deleteTree(directory);
        PrivateFiles.createDirectories(directory);
        RequestSpool spool = new RequestSpool(directory, reader);
        spool.thread.start();
        return spool;
    }

    private void read() {
        try {
            while (true) {
                for (String id : waiting()) {
                    take(id);
                }
                Thread.sleep(GLANCE);
            }
        } catch (InterruptedException e) {
            // closed
        } catch (IOException e) {
            System.getLogger("dev.skiff.local")
                    .log(
                            System.Logger.Level.ERROR,
                            "nothing can be asked of this run any more: " + PrivateFiles.sentence(e, directory));
        }
    }

    /** In the order in which they were asked. */
    private synchronized List<String> waiting() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(REQUEST))
                    .map(file -> file.substring(0, file.length() - REQUEST.length()))
                    .filter(taken::add)
                    .sorted()
                    .toList();
        }
    }

    private void take(String id) {
        Request request;
        try {
            Path file = directory.resolve(id + REQUEST);
            if (Files.size(file) > LONGEST) {
                throw new IOException("it is longer than " + LONGEST + " bytes");
            }
            request = RequestCodec.decode(JSON.readTree(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            // whoever asked has not waited
            return;
        } catch (IOException | RuntimeException e) {
            answer(id, "the request cannot be read: " + e.getMessage());
            return;
        }
        reader.asked(request, problem -> answer(id, problem));
    }

    private synchronized void answer(String id, String problem) {
        try {
            Path file = directory.resolve(id + REQUEST);
            if (Files.exists(file)) {
                PrivateFiles.swap(directory.resolve(id + ANSWER), problem.getBytes(StandardCharsets.UTF_8));
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // whoever asked will see that nobody answers
        }
    }

    /** Nothing is read any more; what has no answer gets this one. */
    void close(String answer) {
        thread.interrupt();
        try {
            taken.addAll(waiting());
        } catch (IOException e) {
            // there are none
        }
        List.copyOf(taken).forEach(id -> answer(id, answer));
    }

    /**
     * For another process: asks, and waits until it is answered.
     *
     * @return empty when it was done
     * @throws StoreException when nobody answers
     */
    static String ask(String run, Path directory, Path runDirectory, Request request) throws IOException {
        String id = "%015d-%s".formatted(System.currentTimeMillis(), UUID.randomUUID());
        Path file = directory.resolve(id + REQUEST);
        Path answer = directory.resolve(id + ANSWER);
        PrivateFiles.createDirectories(directory);
        byte[] text = JSON.writeValueAsBytes(RequestCodec.encode(request, JSON.createObjectNode()));
        if (text.length > LONGEST) {
            throw new StoreException(
                    "what is asked of run " + run + " is too long: " + text.length + " bytes; the limit is " + LONGEST);
        }
        PrivateFiles.swap(file, text);
        try {
            for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; Thread.sleep(GLANCE)) {
                boolean driven = OwnerFile.isTaken(runDirectory);
                boolean delivered = Files.exists(file);
                if (Files.exists(answer)) {
                    return Files.readString(answer);
                }
                if (!driven) {
                    throw new StoreException("the process that drove run " + run + " has ended without an answer");
                }
                if (!delivered) {
                    // it came while one process took over from another, which heeds nothing that was there before
                    PrivateFiles.swap(file, text);
                }
            }
            throw new StoreException("the process that drives run " + run + " does not answer: process id "
                    + OwnerFile.signature(runDirectory).split(" ", 2)[0]);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("nobody waits for the answer of run " + run + " any more", e);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(answer);
        }
    }
}
