import Bytes

extension HTTPResponseHead {
    /// Appends the head and answers how the body has to follow it. `body` says what there is: `none` and a length are
    /// known in advance, `chunked` is a stream of unknown length. Exactly one of `Content-Length` and
    /// `Transfer-Encoding` is written where a body may be, neither where none may; both among the fields are ignored,
    /// and so is `Connection`, which follows from `exchange` (and from `Upgrade`, when there is one).
    ///
    /// `date` is the value of `Date`, prepared by the caller; a `Date` among the fields takes its place.
    public func encode(
        into out: inout [UInt8], body: HTTPBodyFraming, for exchange: inout HTTPExchange, date: Span<UInt8>
    ) -> HTTPResponseFraming {
        encodeLine(into: &out)
        if status.isInformational {
            fields.encode(into: &out, omitting: Self.decided)
            out.append("\r\n")
            return .none
        }
        if !date.isEmpty, !fields.present.contains(.date) {
            out.append("Date: ")
            out.append(span: date)
            out.append("\r\n")
        }
        fields.encode(into: &out, omitting: Self.decided)
        let framing = encodeFraming(into: &out, body, &exchange)
        encodeConnection(into: &out, exchange)
        out.append("\r\n")
        return framing
    }

    /// Appends the status line alone.
    public func encodeLine(into out: inout [UInt8]) {
        if let line = status.line { return out.append(line) }
        out.append("HTTP/1.1 ")
        out.append(decimal: status.code)
        out.append(" \r\n")
    }

    /// What the encoder decides by itself.
    private static let decided: HTTPFieldNameSet = [
        .contentLength, .transferEncoding, .connection, .keepAlive, .proxyConnection,
    ]

    private func encodeFraming(
        into out: inout [UInt8], _ body: HTTPBodyFraming, _ exchange: inout HTTPExchange
    ) -> HTTPResponseFraming {
        guard !status.forbidsBody else { return .none }
        if exchange.method == .head {
            if body != .chunked || exchange.version >= .http11 { body.encode(into: &out) }
            return .none
        }
        switch body {
        case .none:
            HTTPBodyFraming.length(0).encode(into: &out)
            return .none
        case .length(let count):
            body.encode(into: &out)
            return count == 0 ? .none : .length(count)
        case .chunked where exchange.version >= .http11:
            body.encode(into: &out)
            return .chunked
        case .chunked:
            exchange.keepsAlive = false
            return .untilClose
        }
    }

    private func encodeConnection(into out: inout [UInt8], _ exchange: HTTPExchange) {
        let upgrades = fields.present.contains(.upgrade)
        switch (upgrades, exchange.keepsAlive || status == .switchingProtocols, exchange.version) {
        case (true, true, _): out.append("Connection: Upgrade\r\n")
        case (true, false, _): out.append("Connection: Upgrade, close\r\n")
        case (false, false, _): out.append("Connection: close\r\n")
        case (false, true, .http10): out.append("Connection: keep-alive\r\n")
        case (false, true, .http11): break
        }
    }
}
