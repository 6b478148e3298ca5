package dev.skiff.expr;

/** A stretch of source text: {@code start} inclusive, {@code end} exclusive, both in UTF-16 units from 0. */
public record Span(int start, int end) {

    /** The stretch from the start of this one to the end of the other. */
    public Span to(Span last) {
        return new Span(start, Math.max(end, last.end));
    }

    public int length() {
        return end - start;
    }
}
