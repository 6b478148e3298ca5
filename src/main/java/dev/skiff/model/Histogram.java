package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;

/** A metric that counts values by bucket. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Histogram(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<BigDecimal> buckets, String value) {

    public Histogram {
        buckets = Copies.list(buckets);
        Copies.required(value, "Histogram", "value");
    }
}
