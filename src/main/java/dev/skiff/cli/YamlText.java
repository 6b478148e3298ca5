package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * JSON values as block-style YAML that every reader understands alike: a text stays unquoted only when it can be nothing else, in YAML
 * 1.1 (which Kubernetes reads) or 1.2.
 */
final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][-A-Za-z0-9_./()]*(?: [-A-Za-z0-9_./()]+)*");
    private static final Pattern RESERVED =
            Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|nan|inf|[-+]?\\.inf|\\.nan|-+|\\.+");

    private final StringBuilder out = new StringBuilder();

    private YamlText() {}

    static String of(JsonNode value) {
        YamlText text = new YamlText();
        text.value(value, 0, true);
        return text.out.toString();
    }

    /** @param fresh whether the cursor is at the start of a line, or behind the dash of a list */
    private void value(JsonNode value, int indent, boolean fresh) {
        if (value.isObject() && !value.isEmpty()) {
            object(value, indent, fresh);
        } else if (value.isArray() && !value.isEmpty()) {
            array(value, indent, fresh);
        } else {
            out.append(fresh ? "" : " ").append(scalar(value, indent)).append('\n');
        }
    }

    private void object(JsonNode value, int indent, boolean fresh) {
        boolean first = true;
        if (!fresh) {
            out.append('\n');
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            out.append(first && fresh ? "" : " ".repeat(indent))
                    .append(text(field.getKey()))
                    .append(':');
            boolean list = field.getValue().isArray();
            value(field.getValue(), list ? indent : indent + 2, false);
            first = false;
        }
    }

    private void array(JsonNode value, int indent, boolean fresh) {
        boolean first = true;
        if (!fresh) {
            out.append('\n');
        }
        for (Iterator<JsonNode> items = value.elements(); items.hasNext(); ) {
            out.append(first && fresh ? "" : " ".repeat(indent)).append("- ");
            value(items.next(), indent + 2, true);
            first = false;
        }
    }

    private String scalar(JsonNode value, int indent) {
        if (!value.isTextual()) {
            return value.toString();
        }
        String text = value.textValue();
        boolean block = text.contains("\n")
                && text.chars().noneMatch(c -> c != '\n' && Character.isISOControl(c))
                && !text.startsWith(" ")
                && !text.startsWith("\n")
                && !text.contains(" \n");
        return block ? block(text, indent) : text(text);
    }

    private static String block(String text, int indent) {
        boolean ended = text.endsWith("\n");
        boolean keeps = text.endsWith("\n\n");
        StringBuilder lines = new StringBuilder(keeps ? "|+" : ended ? "|" : "|-");
        String body = ended ? text.substring(0, text.length() - 1) : text;
        for (String line : body.split("\n", -1)) {
            lines.append('\n')
                    .append(line.isEmpty() ? "" : " ".repeat(Math.max(indent, 2)))
                    .append(line);
        }
        return lines.toString();
    }

    private static String text(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !RESERVED.matcher(text).matches();
        // JSON's quotes are YAML's double quotes
        return plain
                ? text
                : com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }
}
