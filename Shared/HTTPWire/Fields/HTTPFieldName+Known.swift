/// The known names under the type that callers pass, so that `.host` reads the same as a custom name.
extension HTTPFieldName {
    /// `Accept`
    @inlinable public static var accept: Self { Self(.accept) }
    /// `Accept-Charset`
    @inlinable public static var acceptCharset: Self { Self(.acceptCharset) }
    /// `Accept-Encoding`
    @inlinable public static var acceptEncoding: Self { Self(.acceptEncoding) }
    /// `Accept-Language`
    @inlinable public static var acceptLanguage: Self { Self(.acceptLanguage) }
    /// `Accept-Ranges`
    @inlinable public static var acceptRanges: Self { Self(.acceptRanges) }
    /// `Access-Control-Allow-Credentials`
    @inlinable public static var accessControlAllowCredentials: Self { Self(.accessControlAllowCredentials) }
    /// `Access-Control-Allow-Headers`
    @inlinable public static var accessControlAllowHeaders: Self { Self(.accessControlAllowHeaders) }
    /// `Access-Control-Allow-Methods`
    @inlinable public static var accessControlAllowMethods: Self { Self(.accessControlAllowMethods) }
    /// `Access-Control-Allow-Origin`
    @inlinable public static var accessControlAllowOrigin: Self { Self(.accessControlAllowOrigin) }
    /// `Access-Control-Expose-Headers`
    @inlinable public static var accessControlExposeHeaders: Self { Self(.accessControlExposeHeaders) }
    /// `Access-Control-Max-Age`
    @inlinable public static var accessControlMaxAge: Self { Self(.accessControlMaxAge) }
    /// `Access-Control-Request-Headers`
    @inlinable public static var accessControlRequestHeaders: Self { Self(.accessControlRequestHeaders) }
    /// `Access-Control-Request-Method`
    @inlinable public static var accessControlRequestMethod: Self { Self(.accessControlRequestMethod) }
    /// `Age`
    @inlinable public static var age: Self { Self(.age) }
    /// `Allow`
    @inlinable public static var allow: Self { Self(.allow) }
    /// `Authorization`
    @inlinable public static var authorization: Self { Self(.authorization) }
    /// `Cache-Control`
    @inlinable public static var cacheControl: Self { Self(.cacheControl) }
    /// `Cache-Status`
    @inlinable public static var cacheStatus: Self { Self(.cacheStatus) }
    /// `Connection`
    @inlinable public static var connection: Self { Self(.connection) }
    /// `Content-Disposition`
    @inlinable public static var contentDisposition: Self { Self(.contentDisposition) }
    /// `Content-Encoding`
    @inlinable public static var contentEncoding: Self { Self(.contentEncoding) }
    /// `Content-Language`
    @inlinable public static var contentLanguage: Self { Self(.contentLanguage) }
    /// `Content-Length`
    @inlinable public static var contentLength: Self { Self(.contentLength) }
    /// `Content-Location`
    @inlinable public static var contentLocation: Self { Self(.contentLocation) }
    /// `Content-Range`
    @inlinable public static var contentRange: Self { Self(.contentRange) }
    /// `Content-Security-Policy`
    @inlinable public static var contentSecurityPolicy: Self { Self(.contentSecurityPolicy) }
    /// `Content-Type`
    @inlinable public static var contentType: Self { Self(.contentType) }
    /// `Cookie`
    @inlinable public static var cookie: Self { Self(.cookie) }
    /// `Cross-Origin-Resource-Policy`
    @inlinable public static var crossOriginResourcePolicy: Self { Self(.crossOriginResourcePolicy) }
    /// `Date`
    @inlinable public static var date: Self { Self(.date) }
    /// `Deprecation`
    @inlinable public static var deprecation: Self { Self(.deprecation) }
    /// `ETag`
    @inlinable public static var etag: Self { Self(.etag) }
    /// `Expect`
    @inlinable public static var expect: Self { Self(.expect) }
    /// `Expires`
    @inlinable public static var expires: Self { Self(.expires) }
    /// `Forwarded`
    @inlinable public static var forwarded: Self { Self(.forwarded) }
    /// `From`
    @inlinable public static var from: Self { Self(.from) }
    /// `Host`
    @inlinable public static var host: Self { Self(.host) }
    /// `HTTP2-Settings`
    @inlinable public static var http2Settings: Self { Self(.http2Settings) }
    /// `Idempotency-Key`
    @inlinable public static var idempotencyKey: Self { Self(.idempotencyKey) }
    /// `Idempotent-Replayed`
    @inlinable public static var idempotentReplayed: Self { Self(.idempotentReplayed) }
    /// `If-Match`
    @inlinable public static var ifMatch: Self { Self(.ifMatch) }
    /// `If-Modified-Since`
    @inlinable public static var ifModifiedSince: Self { Self(.ifModifiedSince) }
    /// `If-None-Match`
    @inlinable public static var ifNoneMatch: Self { Self(.ifNoneMatch) }
    /// `If-Range`
    @inlinable public static var ifRange: Self { Self(.ifRange) }
    /// `If-Unmodified-Since`
    @inlinable public static var ifUnmodifiedSince: Self { Self(.ifUnmodifiedSince) }
    /// `Keep-Alive`
    @inlinable public static var keepAlive: Self { Self(.keepAlive) }
    /// `Last-Modified`
    @inlinable public static var lastModified: Self { Self(.lastModified) }
    /// `Link`
    @inlinable public static var link: Self { Self(.link) }
    /// `Location`
    @inlinable public static var location: Self { Self(.location) }
    /// `Max-Forwards`
    @inlinable public static var maxForwards: Self { Self(.maxForwards) }
    /// `Origin`
    @inlinable public static var origin: Self { Self(.origin) }
    /// `Permissions-Policy`
    @inlinable public static var permissionsPolicy: Self { Self(.permissionsPolicy) }
    /// `Pragma`
    @inlinable public static var pragma: Self { Self(.pragma) }
    /// `Prefer`
    @inlinable public static var prefer: Self { Self(.prefer) }
    /// `Priority`
    @inlinable public static var priority: Self { Self(.priority) }
    /// `Proxy-Authenticate`
    @inlinable public static var proxyAuthenticate: Self { Self(.proxyAuthenticate) }
    /// `Proxy-Authorization`
    @inlinable public static var proxyAuthorization: Self { Self(.proxyAuthorization) }
    /// `Proxy-Connection`
    @inlinable public static var proxyConnection: Self { Self(.proxyConnection) }
    /// `Proxy-Status`
    @inlinable public static var proxyStatus: Self { Self(.proxyStatus) }
    /// `Range`
    @inlinable public static var range: Self { Self(.range) }
    /// `RateLimit`
    @inlinable public static var rateLimit: Self { Self(.rateLimit) }
    /// `RateLimit-Policy`
    @inlinable public static var rateLimitPolicy: Self { Self(.rateLimitPolicy) }
    /// `Referer`
    @inlinable public static var referer: Self { Self(.referer) }
    /// `Referrer-Policy`
    @inlinable public static var referrerPolicy: Self { Self(.referrerPolicy) }
    /// `Retry-After`
    @inlinable public static var retryAfter: Self { Self(.retryAfter) }
    /// `Sec-Fetch-Dest`
    @inlinable public static var secFetchDest: Self { Self(.secFetchDest) }
    /// `Sec-Fetch-Mode`
    @inlinable public static var secFetchMode: Self { Self(.secFetchMode) }
    /// `Sec-Fetch-Site`
    @inlinable public static var secFetchSite: Self { Self(.secFetchSite) }
    /// `Sec-Fetch-User`
    @inlinable public static var secFetchUser: Self { Self(.secFetchUser) }
    /// `Sec-WebSocket-Accept`
    @inlinable public static var secWebSocketAccept: Self { Self(.secWebSocketAccept) }
    /// `Sec-WebSocket-Extensions`
    @inlinable public static var secWebSocketExtensions: Self { Self(.secWebSocketExtensions) }
    /// `Sec-WebSocket-Key`
    @inlinable public static var secWebSocketKey: Self { Self(.secWebSocketKey) }
    /// `Sec-WebSocket-Protocol`
    @inlinable public static var secWebSocketProtocol: Self { Self(.secWebSocketProtocol) }
    /// `Sec-WebSocket-Version`
    @inlinable public static var secWebSocketVersion: Self { Self(.secWebSocketVersion) }
    /// `Server`
    @inlinable public static var server: Self { Self(.server) }
    /// `Server-Timing`
    @inlinable public static var serverTiming: Self { Self(.serverTiming) }
    /// `Set-Cookie`
    @inlinable public static var setCookie: Self { Self(.setCookie) }
    /// `Strict-Transport-Security`
    @inlinable public static var strictTransportSecurity: Self { Self(.strictTransportSecurity) }
    /// `Sunset`
    @inlinable public static var sunset: Self { Self(.sunset) }
    /// `TE`
    @inlinable public static var te: Self { Self(.te) }
    /// `traceparent`
    @inlinable public static var traceparent: Self { Self(.traceparent) }
    /// `tracestate`
    @inlinable public static var tracestate: Self { Self(.tracestate) }
    /// `Trailer`
    @inlinable public static var trailer: Self { Self(.trailer) }
    /// `Transfer-Encoding`
    @inlinable public static var transferEncoding: Self { Self(.transferEncoding) }
    /// `Upgrade`
    @inlinable public static var upgrade: Self { Self(.upgrade) }
    /// `Upgrade-Insecure-Requests`
    @inlinable public static var upgradeInsecureRequests: Self { Self(.upgradeInsecureRequests) }
    /// `User-Agent`
    @inlinable public static var userAgent: Self { Self(.userAgent) }
    /// `Vary`
    @inlinable public static var vary: Self { Self(.vary) }
    /// `Via`
    @inlinable public static var via: Self { Self(.via) }
    /// `WWW-Authenticate`
    @inlinable public static var wwwAuthenticate: Self { Self(.wwwAuthenticate) }
    /// `X-Content-Type-Options`
    @inlinable public static var xContentTypeOptions: Self { Self(.xContentTypeOptions) }
    /// `X-Correlation-ID`
    @inlinable public static var xCorrelationID: Self { Self(.xCorrelationID) }
    /// `X-Forwarded-For`
    @inlinable public static var xForwardedFor: Self { Self(.xForwardedFor) }
    /// `X-Forwarded-Host`
    @inlinable public static var xForwardedHost: Self { Self(.xForwardedHost) }
    /// `X-Forwarded-Port`
    @inlinable public static var xForwardedPort: Self { Self(.xForwardedPort) }
    /// `X-Forwarded-Proto`
    @inlinable public static var xForwardedProto: Self { Self(.xForwardedProto) }
    /// `X-Frame-Options`
    @inlinable public static var xFrameOptions: Self { Self(.xFrameOptions) }
    /// `X-HTTP-Method-Override`
    @inlinable public static var xHTTPMethodOverride: Self { Self(.xHTTPMethodOverride) }
    /// `X-Original-URL`
    @inlinable public static var xOriginalURL: Self { Self(.xOriginalURL) }
    /// `X-Real-IP`
    @inlinable public static var xRealIP: Self { Self(.xRealIP) }
    /// `X-Request-ID`
    @inlinable public static var xRequestID: Self { Self(.xRequestID) }
}
