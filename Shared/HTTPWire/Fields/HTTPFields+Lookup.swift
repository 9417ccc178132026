extension HTTPFields {
    /// Whether there is a line named `name`.
    @inlinable
    public func contains(_ name: HTTPFieldName) -> Bool {
        if let known = name.known { return present.contains(known) }
        return firstIndex(named: name, from: 0) != nil
    }

    /// How many lines are named `name`.
    public func count(_ name: HTTPFieldName) -> Int {
        var found = 0
        var from = 0
        while let index = firstIndex(named: name, from: from) {
            found += 1
            from = index + 1
        }
        return found
    }

    /// Where the value of the first line named `name` is inside `bytes`.
    @inlinable
    public func firstRange(_ name: HTTPFieldName) -> Range<Int>? {
        if let known = name.known, !present.contains(known) { return nil }
        guard let index = firstIndex(named: name, from: 0) else { return nil }
        return entries[index].value
    }

    /// The value of the first line named `name` as text. Bytes that are not UTF-8 become U+FFFD.
    @inlinable
    public func first(_ name: HTTPFieldName) -> String? {
        guard let range = firstRange(name) else { return nil }
        return String(decoding: bytes[range], as: UTF8.self)
    }

    /// Calls `body` with the bytes of the first value named `name`; nil when there is none.
    @inlinable
    public func withFirst<Result, Failure: Error>(
        _ name: HTTPFieldName, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard let range = firstRange(name) else { return nil }
        return try body(bytes.span.extracting(range))
    }

    /// All values named `name`, in order, as text.
    public func all(_ name: HTTPFieldName) -> [String] {
        var values: [String] = []
        var from = 0
        while let index = firstIndex(named: name, from: from) {
            values.append(text(entries[index].value))
            from = index + 1
        }
        return values
    }

    /// The bytes of a line's name or value as text.
    @inlinable
    public func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// Calls `body` with the bytes of each name and value, in order.
    @inlinable
    public func forEachLine<Failure: Error>(
        _ body: (_ known: HTTPKnownFieldName?, _ name: Span<UInt8>, _ value: Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        let text = bytes.span
        for entry in entries {
            try body(
                HTTPKnownFieldName(rawValue: entry.token), text.extracting(entry.name), text.extracting(entry.value))
        }
    }

    /// The first line from `start` on that is named `name`.
    @usableFromInline
    func firstIndex(named name: HTTPFieldName, from start: Int) -> Int? {
        switch name.storage {
        case .known(let known):
            var index = start
            while index < entries.count {
                if entries[index].token == known.rawValue { return index }
                index += 1
            }
            return nil
        case .custom(let spelled):
            var index = start
            while index < entries.count {
                let entry = entries[index]
                if entry.token == HTTPFieldEntry.customToken, Int(entry.nameCount) == spelled.count,
                    HTTPFieldSyntax.areEqual(bytes.span.extracting(entry.name), spelled.span)
                {
                    return index
                }
                index += 1
            }
            return nil
        }
    }
}
