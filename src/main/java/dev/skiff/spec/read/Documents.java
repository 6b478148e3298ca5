package dev.skiff.spec.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.skiff.spec.Position;
import dev.skiff.spec.ReadLimits;
import dev.skiff.spec.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a source into documents and reads each on its own, so that a mistake in one does not hide those in the next. */
public final class Documents {

    private static final Pattern SEPARATOR = Pattern.compile("^---(?=[ \\t\\r\\n]|\\z)", Pattern.MULTILINE);
    private static final Pattern NOTHING_BUT_DIRECTIVES = Pattern.compile("(?:\\s*(?:[%#].*)?(?:\\r?\\n|\\z))*");

    private Documents() {}

    /** The roots of the documents that could be read; what is wrong with the others goes to {@code findings}. */
    public static List<Node> read(Source source, ReadLimits limits, Findings findings) {
        List<Node> roots = new ArrayList<>();
        try {
            String text = DecodedText.of(source, limits);
            int before = findings.problems().size();
            roots.addAll(parse(source.name(), text, limits, findings));
            if (roots.isEmpty() && findings.problems().size() == before) {
                findings.error(
                        Position.NONE, "", "there is no document in it", "the file is empty or has only comments");
            }
        } catch (ReadFailure e) {
            findings.error(e.at(), "", e.sentence(), e.hint());
        }
        return roots;
    }

    private static List<Node> parse(String name, String text, ReadLimits limits, Findings findings) throws ReadFailure {
        boolean namedJson = name.toLowerCase(Locale.ROOT).endsWith(".json");
        if (namedJson || text.stripLeading().startsWith("{")) {
            try {
                return JsonDocuments.read(text, limits, findings);
            } catch (JsonProcessingException e) {
                if (namedJson) {
                    throw JsonDocuments.failure(e);
                }
                // a YAML document in braces: go on
            }
        }
        return yaml(text, limits, findings);
    }

    private static List<Node> yaml(String text, ReadLimits limits, Findings findings) {
        List<Node> roots = new ArrayList<>();
        int firstLine = 0;
        for (String part : split(text)) {
            try {
                new YamlDocument(limits, findings, firstLine).read(part).ifPresent(roots::add);
            } catch (ReadFailure e) {
                findings.error(e.at(), "", e.sentence(), e.hint());
            }
            firstLine += (int) part.chars().filter(c -> c == '\n').count();
        }
        return roots;
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        Matcher separator = SEPARATOR.matcher(text);
        int start = 0;
        while (separator.find()) {
            boolean directives = NOTHING_BUT_DIRECTIVES
                    .matcher(text)
                    .region(start, separator.start())
                    .matches();
            if (separator.start() > start && !directives) {
                parts.add(text.substring(start, separator.start()));
                start = separator.start();
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
