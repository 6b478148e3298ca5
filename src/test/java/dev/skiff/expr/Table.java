package dev.skiff.expr;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;

/** Rows of a tab separated resource under {@code expr/}; its first line says what it is. */
final class Table {

    record Row(String left, String right) {}

    private Table() {}

    static Stream<Row> rows(String name) {
        try (InputStream in = Objects.requireNonNull(Table.class.getResourceAsStream("/expr/" + name), name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("\n")).skip(1).map(line -> {
                int tab = line.indexOf('\t');
                return new Row(line.substring(0, tab), line.substring(tab + 1));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
