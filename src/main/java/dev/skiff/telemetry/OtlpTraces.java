package dev.skiff.telemetry;

import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.Traces;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends the trace of each workflow that has ended to a collector by OTLP over HTTP: one workflow after the other, some hundred spans a
 * request. A collector that is away or slow costs a bounded queue, then traces, and nothing else.
 */
public final class OtlpTraces implements Traces {
    private static final System.Logger LOG = System.getLogger("dev.skiff.telemetry");
    /** Of all workflows that wait, but for one however large it is: what they hold is not to grow while a collector is away. */
    private static final int MOST_NODES = 50_000;

    private static final int MOST_WAITING = 256;
    private static final int SPANS_OF_A_REQUEST = 512;
    private static final Duration LAST_CHANCE = Duration.ofSeconds(5);

    /** Empty for nothing but to be looked at: see {@link #close}. */
    private final BlockingQueue<Optional<Workflow>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

    private final AtomicInteger nodesWaiting = new AtomicInteger();
    private final OtlpSettings settings;
    private final SpanExporter exporter;
    private final Resource resource;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread sender;
    private volatile boolean closing;
    private boolean failing;

    private OtlpTraces(OtlpSettings settings) {
        this.settings = settings;
        OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.endpoint().toString())
                .setCompression(settings.compression())
                .setTimeout(settings.timeout());
        settings.headers().forEach(builder::addHeader);
        this.exporter = builder.build();
        AttributesBuilder attributes = Attributes.builder();
        settings.resource().forEach(attributes::put);
        this.resource = Resource.create(attributes.build());
        this.sender = Thread.ofVirtual().name("traces").start(this::send);
    }

    /** What the environment asks for: nothing is made and nothing sent unless it names an endpoint. */
    public static Traces of(Map<String, String> environment) {
        return OtlpSettings.of(environment, problem -> LOG.log(System.Logger.Level.WARNING, problem))
                .<Traces>map(OtlpTraces::new)
                .orElse(NONE);
    }

    @Override
    public void ended(Workflow workflow) {
        int nodes = nodes(workflow);
        int before = nodesWaiting.getAndAdd(nodes);
        boolean fits = before == 0 || before + nodes <= MOST_NODES;
        if (!fits || !waiting.offer(Optional.of(workflow))) {
            nodesWaiting.addAndGet(-nodes);
            dropped.incrementAndGet();
        }
    }

    /** And one for the workflow itself. */
    private static int nodes(Workflow workflow) {
        WorkflowStatus status = workflow.status();
        return 1 + (status == null ? 0 : status.nodes().size());
    }

    private void send() {
        try {
            while (!closing || !waiting.isEmpty()) {
                Workflow next = waiting.take().orElse(null);
                if (next != null) {
                    send(next);
                    nodesWaiting.addAndGet(-nodes(next));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Workflow workflow) {
        try {
            Iterator<Span> spans = SpanPlan.of(workflow).iterator();
            boolean sent = true;
            while (sent && spans.hasNext()) {
                List<SpanData> some = new ArrayList<>();
                while (spans.hasNext() && some.size() < SPANS_OF_A_REQUEST) {
                    some.add(new SentSpan(spans.next(), resource));
                }
                sent = exporter.export(some)
                        .join(settings.timeout().toMillis() * 2, TimeUnit.MILLISECONDS)
                        .isSuccess();
            }
            told(sent);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no trace of the workflow " + workflow.metadata().getName() + ": " + e);
        }
    }

    /** Once when it begins to fail and once when it works again: a collector may be away for days. */
    private void told(boolean sent) {
        if (sent == failing) {
            failing = !sent;
            LOG.log(
                    System.Logger.Level.WARNING,
                    sent
                            ? "traces are sent again to " + settings.endpoint() + ", " + dropped.getAndSet(0)
                                    + " workflows went without"
                            : "traces cannot be sent to " + settings.endpoint() + ": is a collector there?");
        }
    }

    @Override
    public void close() {
        closing = true;
        // wakes who waits; when there is no room for it, nobody does
        var unused = waiting.offer(Optional.empty());
        try {
            if (!sender.join(LAST_CHANCE)) {
                sender.interrupt();
                long left = waiting.stream().filter(Optional::isPresent).count() + 1;
                LOG.log(System.Logger.Level.WARNING, "traces of {0} workflows were not sent", left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exporter.shutdown();
    }
}
