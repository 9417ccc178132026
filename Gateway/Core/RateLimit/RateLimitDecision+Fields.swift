import Bytes
import PlatformProtocol

/// How a decision is told to the client: draft-ietf-httpapi-ratelimit-headers, tenth version. `t` is the time until
/// more quota is there, which in a sliding window comes before the window ends.
extension RateLimitDecision {
    /// Appends at most `limiter.fieldsBytesMax` bytes: the `RateLimit-Policy` and `RateLimit` lines, and `Retry-After` when the request was refused.
    func appendFields(to out: inout OutputSpan<UInt8>, of limiter: RateLimiter) {
        guard count > 0 else { return }
        out.append("RateLimit-Policy: ")
        appendPolicies(to: &out, of: limiter)
        out.append("\r\nRateLimit: ")
        appendStandings(to: &out, of: limiter)
        out.append("\r\n")
        guard !isAdmitted else { return }
        out.append("Retry-After: ")
        out.append(decimal: retryAfterSeconds(of: limiter))
        out.append("\r\n")
    }

    /// The fields of a problem document that refuses the request.
    func problemHeaders(of limiter: RateLimiter) -> [Problem.Header] {
        let policies = [UInt8](capacity: limiter.fieldsBytesMax) { appendPolicies(to: &$0, of: limiter) }
        let standings = [UInt8](capacity: limiter.fieldsBytesMax) { appendStandings(to: &$0, of: limiter) }
        return [
            Problem.Header("RateLimit-Policy", String(decoding: policies, as: UTF8.self)),
            Problem.Header("RateLimit", String(decoding: standings, as: UTF8.self)),
            Problem.Header("Retry-After", "\(retryAfterSeconds(of: limiter))"),
        ]
    }

    /// Seconds after which the same request finds room under every policy that had none; at least one. When only too
    /// much was under way, nobody knows when that ends, and one second is a fair guess.
    func retryAfterSeconds(of limiter: RateLimiter) -> UInt64 {
        var longest: UInt64 = 1
        for index in 0..<count where !self[index].isAdmitted {
            longest = max(longest, waitSeconds(at: index, of: limiter))
        }
        return longest
    }

    private func waitSeconds(at index: Int, of limiter: RateLimiter) -> UInt64 {
        self[index].waitSeconds(ofWindow: limiter.texts[Int(self[index].policy.place)].windowSeconds)
    }

    private func appendPolicies(to out: inout OutputSpan<UInt8>, of limiter: RateLimiter) {
        for index in 0..<count {
            if index > 0 { out.append(", ") }
            let item = limiter.texts[Int(self[index].policy.place)].item
            out.append(span: item.span)
        }
    }

    private func appendStandings(to out: inout OutputSpan<UInt8>, of limiter: RateLimiter) {
        for index in 0..<count {
            let standing = self[index]
            if index > 0 { out.append(", ") }
            let name = limiter.texts[Int(standing.policy.place)].standing
            out.append(span: name.span)
            out.append(decimal: standing.remaining)
            out.append(";t=")
            out.append(decimal: waitSeconds(at: index, of: limiter))
        }
    }
}
