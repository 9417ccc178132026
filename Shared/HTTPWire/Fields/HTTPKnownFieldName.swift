import Bytes

/// The field names the platform itself reads or writes, each a one-byte token so that recognising, comparing and
/// collecting them costs a bit operation. A name that is not here works everywhere as a custom `HTTPFieldName`;
/// being here only makes it faster. At most 128 fit, because `HTTPFieldNameSet` is two words.
public enum HTTPKnownFieldName: UInt8, CaseIterable, Sendable {
    case accept, acceptCharset, acceptEncoding, acceptLanguage, acceptRanges, accessControlAllowCredentials
    case accessControlAllowHeaders, accessControlAllowMethods, accessControlAllowOrigin
    case accessControlExposeHeaders, accessControlMaxAge, accessControlRequestHeaders
    case accessControlRequestMethod, age, allow, authorization, cacheControl, cacheStatus, connection
    case contentDisposition, contentEncoding, contentLanguage, contentLength, contentLocation, contentRange
    case contentSecurityPolicy, contentType, cookie, crossOriginResourcePolicy, date, deprecation, etag
    case expect, expires, forwarded, from, host, http2Settings, idempotencyKey, idempotentReplayed, ifMatch
    case ifModifiedSince, ifNoneMatch, ifRange, ifUnmodifiedSince, keepAlive, lastModified, link, location
    case maxForwards, origin, permissionsPolicy, pragma, prefer, priority, proxyAuthenticate
    case proxyAuthorization, proxyConnection, proxyStatus, range, rateLimit, rateLimitPolicy, referer
    case referrerPolicy, retryAfter, secFetchDest, secFetchMode, secFetchSite, secFetchUser
    case secWebSocketAccept, secWebSocketExtensions, secWebSocketKey, secWebSocketProtocol
    case secWebSocketVersion, server, serverTiming, setCookie, strictTransportSecurity, sunset, te
    case traceparent, tracestate, trailer, transferEncoding, upgrade, upgradeInsecureRequests, userAgent
    case vary, via, wwwAuthenticate, xContentTypeOptions, xCorrelationID, xForwardedFor, xForwardedHost
    case xForwardedPort, xForwardedProto, xFrameOptions, xHTTPMethodOverride, xOriginalURL, xRealIP
    case xRequestID

    /// The spelling written on the wire when the name is ours to write.
    @inlinable
    public var text: StaticString {
        switch self {
        case .accept: "Accept"
        case .acceptCharset: "Accept-Charset"
        case .acceptEncoding: "Accept-Encoding"
        case .acceptLanguage: "Accept-Language"
        case .acceptRanges: "Accept-Ranges"
        case .accessControlAllowCredentials: "Access-Control-Allow-Credentials"
        case .accessControlAllowHeaders: "Access-Control-Allow-Headers"
        case .accessControlAllowMethods: "Access-Control-Allow-Methods"
        case .accessControlAllowOrigin: "Access-Control-Allow-Origin"
        case .accessControlExposeHeaders: "Access-Control-Expose-Headers"
        case .accessControlMaxAge: "Access-Control-Max-Age"
        case .accessControlRequestHeaders: "Access-Control-Request-Headers"
        case .accessControlRequestMethod: "Access-Control-Request-Method"
        case .age: "Age"
        case .allow: "Allow"
        case .authorization: "Authorization"
        case .cacheControl: "Cache-Control"
        case .cacheStatus: "Cache-Status"
        case .connection: "Connection"
        case .contentDisposition: "Content-Disposition"
        case .contentEncoding: "Content-Encoding"
        case .contentLanguage: "Content-Language"
        case .contentLength: "Content-Length"
        case .contentLocation: "Content-Location"
        case .contentRange: "Content-Range"
        case .contentSecurityPolicy: "Content-Security-Policy"
        case .contentType: "Content-Type"
        case .cookie: "Cookie"
        case .crossOriginResourcePolicy: "Cross-Origin-Resource-Policy"
        case .date: "Date"
        case .deprecation: "Deprecation"
        case .etag: "ETag"
        case .expect: "Expect"
        case .expires: "Expires"
        case .forwarded: "Forwarded"
        case .from: "From"
        case .host: "Host"
        case .http2Settings: "HTTP2-Settings"
        case .idempotencyKey: "Idempotency-Key"
        case .idempotentReplayed: "Idempotent-Replayed"
        case .ifMatch: "If-Match"
        case .ifModifiedSince: "If-Modified-Since"
        case .ifNoneMatch: "If-None-Match"
        case .ifRange: "If-Range"
        case .ifUnmodifiedSince: "If-Unmodified-Since"
        case .keepAlive: "Keep-Alive"
        case .lastModified: "Last-Modified"
        case .link: "Link"
        case .location: "Location"
        case .maxForwards: "Max-Forwards"
        case .origin: "Origin"
        case .permissionsPolicy: "Permissions-Policy"
        case .pragma: "Pragma"
        case .prefer: "Prefer"
        case .priority: "Priority"
        case .proxyAuthenticate: "Proxy-Authenticate"
        case .proxyAuthorization: "Proxy-Authorization"
        case .proxyConnection: "Proxy-Connection"
        case .proxyStatus: "Proxy-Status"
        case .range: "Range"
        case .rateLimit: "RateLimit"
        case .rateLimitPolicy: "RateLimit-Policy"
        case .referer: "Referer"
        case .referrerPolicy: "Referrer-Policy"
        case .retryAfter: "Retry-After"
        case .secFetchDest: "Sec-Fetch-Dest"
        case .secFetchMode: "Sec-Fetch-Mode"
        case .secFetchSite: "Sec-Fetch-Site"
        case .secFetchUser: "Sec-Fetch-User"
        case .secWebSocketAccept: "Sec-WebSocket-Accept"
        case .secWebSocketExtensions: "Sec-WebSocket-Extensions"
        case .secWebSocketKey: "Sec-WebSocket-Key"
        case .secWebSocketProtocol: "Sec-WebSocket-Protocol"
        case .secWebSocketVersion: "Sec-WebSocket-Version"
        case .server: "Server"
        case .serverTiming: "Server-Timing"
        case .setCookie: "Set-Cookie"
        case .strictTransportSecurity: "Strict-Transport-Security"
        case .sunset: "Sunset"
        case .te: "TE"
        case .traceparent: "traceparent"
        case .tracestate: "tracestate"
        case .trailer: "Trailer"
        case .transferEncoding: "Transfer-Encoding"
        case .upgrade: "Upgrade"
        case .upgradeInsecureRequests: "Upgrade-Insecure-Requests"
        case .userAgent: "User-Agent"
        case .vary: "Vary"
        case .via: "Via"
        case .wwwAuthenticate: "WWW-Authenticate"
        case .xContentTypeOptions: "X-Content-Type-Options"
        case .xCorrelationID: "X-Correlation-ID"
        case .xForwardedFor: "X-Forwarded-For"
        case .xForwardedHost: "X-Forwarded-Host"
        case .xForwardedPort: "X-Forwarded-Port"
        case .xForwardedProto: "X-Forwarded-Proto"
        case .xFrameOptions: "X-Frame-Options"
        case .xHTTPMethodOverride: "X-HTTP-Method-Override"
        case .xOriginalURL: "X-Original-URL"
        case .xRealIP: "X-Real-IP"
        case .xRequestID: "X-Request-ID"
        }
    }
}
