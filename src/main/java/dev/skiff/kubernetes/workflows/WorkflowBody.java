package dev.skiff.kubernetes.workflows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A Workflow object as it came, read only as far as somebody asks: what we have written ourselves need not be read again, and may be large.
 */
final class WorkflowBody {
    private static final JsonFactory FACTORY = new JsonFactory();
    /** Of an object that is known already. */
    static final WorkflowBody NONE = new WorkflowBody("{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0);

    /** A stretch of bytes; of length 0 when the object has no such part. */
    record Part(int from, int to) {
        static final Part NONE = new Part(0, 0);

        boolean isEmpty() {
            return from == to;
        }

        int length() {
            return to - from;
        }

        private Part moved(int by) {
            return isEmpty() ? this : new Part(from - by, to - by);
        }
    }

    /**
     * What is found beside the metadata.
     *
     * @param suspend {@code spec.suspend}
     * @param shutdown {@code spec.shutdown}, empty for none
     * @param priority {@code spec.priority}, 0 when there is none
     * @param phase {@code status.phase}, empty for none
     * @param hasNodes whether anything of it has begun
     */
    record Fields(
            boolean suspend,
            String shutdown,
            long priority,
            String phase,
            boolean hasNodes,
            Part whole,
            Part spec,
            Part status) {

        private Fields moved(int by) {
            return new Fields(
                    suspend, shutdown, priority, phase, hasNodes, whole.moved(by), spec.moved(by), status.moved(by));
        }
    }

    private final byte[] bytes;
    private final int from;
    private @Nullable Fields fields;

    /** @param from where the object begins; more may follow it */
    WorkflowBody(byte[] bytes, int from) {
        this.bytes = bytes;
        this.from = from;
    }

    private WorkflowBody(byte[] bytes, Fields fields) {
        this.bytes = bytes;
        this.from = 0;
        this.fields = fields;
    }

    /** One of several in a text: it keeps its own part of it. */
    static WorkflowBody alone(byte[] source, Fields fields) {
        Part whole = fields.whole();
        return new WorkflowBody(Arrays.copyOfRange(source, whole.from(), whole.to()), fields.moved(whole.from()));
    }

    byte[] bytes() {
        return bytes;
    }

    synchronized Fields fields() {
        Fields known = fields;
        if (known == null) {
            try (JsonParser parser = FACTORY.createParser(bytes, from, bytes.length - from)) {
                parser.nextToken();
                known = new WorkflowReader.Reading().read(parser).moved(-from);
            } catch (IOException e) {
                throw new IllegalStateException("what was cut into lines as JSON is JSON", e);
            }
            fields = known;
        }
        return known;
    }
}
