package dev.skiff.engine;

import dev.skiff.expr.TemplateText;
import dev.skiff.model.Backoff;
import dev.skiff.model.RetryStrategy;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/** A retryStrategy with its texts parsed; values may hold tags and are resolved for each Retry node. */
record RetryRule(
        @Nullable TemplateText limit,
        @Nullable TemplateText policy,
        @Nullable TemplateText expression,
        boolean hasBackoff,
        @Nullable TemplateText duration,
        @Nullable TemplateText factor,
        @Nullable TemplateText cap,
        @Nullable TemplateText maxDuration,
        boolean otherHosts) {

    static RetryRule of(RetryStrategy strategy) {
        Backoff backoff = strategy.backoff();
        return new RetryRule(
                text(strategy.limit()),
                text(strategy.retryPolicy()),
                text(strategy.expression()),
                backoff != null,
                backoff == null ? null : text(backoff.duration()),
                backoff == null ? null : text(backoff.factor()),
                backoff == null ? null : text(backoff.cap()),
                backoff == null ? null : text(backoff.maxDuration()),
                strategy.affinity() != null && strategy.affinity().nodeAntiAffinity() != null);
    }

    private static @Nullable TemplateText text(@Nullable String s) {
        return s == null || s.isEmpty() ? null : TemplateText.parse(s);
    }

    private static @Nullable TemplateText text(@Nullable IntOrString v) {
        Object value = v == null ? null : v.getValue();
        return value == null ? null : TemplateText.parse(value.toString());
    }
}
