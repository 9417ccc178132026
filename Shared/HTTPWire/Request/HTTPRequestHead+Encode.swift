import Bytes

extension HTTPRequestHead {
    /// Appends the head as HTTP/1.1 with exactly the framing that `body` calls for: `Content-Length` and
    /// `Transfer-Encoding` among the fields are ignored. The target goes out in its normal form.
    public func encode(into out: inout [UInt8], body: HTTPBodyFraming) {
        encodeLine(into: &out)
        fields.encode(into: &out, omitting: .framing)
        body.encode(into: &out)
        out.append("\r\n")
    }

    /// Appends the request line alone, for a proxy that writes the fields itself.
    public func encodeLine(into out: inout [UInt8]) {
        out.append(method.name)
        out.append(UInt8(ascii: " "))
        target.encode(into: &out)
        out.append(" HTTP/1.1\r\n")
    }
}

extension HTTPTarget {
    /// Appends the target as a request to an origin server has it: the normal path, re-encoded where it must be, and
    /// the raw query. Authority and asterisk go out as they are.
    public func encode(into out: inout [UInt8]) {
        switch form {
        case .authority, .asterisk:
            out.append(bytes, in: rawRange)
        case .origin, .absolute:
            if isPathVerbatim {
                out.append(
                    bytes, in: parts.hasQuery ? rawPathRange.lowerBound..<parts.query.range.upperBound : pathRange)
                return
            }
            withPath { HTTPPercentEncoding.appendPath($0, to: &out) }
            guard parts.hasQuery else { return }
            out.append(UInt8(ascii: "?"))
            out.append(bytes, in: parts.query.range)
        }
    }
}
