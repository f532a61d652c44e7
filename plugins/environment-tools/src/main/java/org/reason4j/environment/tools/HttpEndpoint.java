package org.reason4j.environment.tools;

import static org.reason4j.api.plugin.ConfigException.check;

import java.net.URI;

/**
 * Settings of a tool of kind {@code HTTP}.
 *
 * @param url address that calls are sent to, such as {@code http://127.0.0.1:8000/search}
 * @param apiKeyVariable environment variable that holds the key, sent as a bearer token; empty for a server without keys
 * @param bodyTemplate the request's JSON, in which {@code {input}} is replaced by the call's text as a JSON string; empty for
 *     the request that programs get
 * @param reply what the server answers with
 * @param idempotent true if the same call may reach the server twice, so that it is repeated after a broken connection and
 *     statuses 500, 502 and 504, too
 * @param retries further attempts after one that the server did not take, within the tool's deadline, at least 0
 * @param backoffSeconds wait before the first retry, in [0, 3600]; it doubles from retry to retry, and the server may ask for a
 *     longer one
 */
public record HttpEndpoint(
        String url,
        String apiKeyVariable,
        String bodyTemplate,
        Reply reply,
        boolean idempotent,
        int retries,
        double backoffSeconds) {

    static final String INPUT = "{input}";

    /** What a server answers with. */
    public enum Reply {
        /** The reply of a program: JSON with an output, an error or the end. */
        PROTOCOL,
        /** Any text, which is the output. */
        TEXT
    }

    public HttpEndpoint {
        check(
                isAddress(url),
                "tools: url must be an address such as http://127.0.0.1:8000/search, without a user and a password, got"
                        + " '%s'. A key belongs in the environment variable that apiKeyVariable names.",
                withoutSecrets(url));
        check(
                bodyTemplate.isEmpty() || bodyTemplate.contains(INPUT),
                "tools: bodyTemplate must contain {input}, got '%s'",
                bodyTemplate);
        check(retries >= 0, "tools: retries must be at least 0, got %s", retries);
        check(
                backoffSeconds >= 0 && backoffSeconds <= 3600,
                "tools: backoffSeconds must be in [0, 3600], got %s",
                backoffSeconds);
    }

    /** The requests and replies of programs; two retries of calls that the server did not take. */
    public static HttpEndpoint of(String url) {
        return new HttpEndpoint(url, "", "", Reply.PROTOCOL, false, 2, 0.2);
    }

    private static boolean isAddress(String url) {
        try {
            URI address = URI.create(url.strip());
            return address.getHost() != null
                    && address.getRawUserInfo() == null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()));
        } catch (IllegalArgumentException e) { // whose message quotes the whole address
            return false;
        }
    }

    /** An address for messages, without what may be a key: a user in front of the host, and the query. */
    static String withoutSecrets(String url) {
        return url.replaceAll("//[^/]*@", "//").replaceAll("\\?.*", "");
    }
}
