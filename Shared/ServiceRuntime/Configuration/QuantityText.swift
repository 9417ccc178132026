import EventLoop

private let durationUnits: [(name: String, nanoseconds: Int64)] = [
    ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
    ("ms", 1_000_000), ("us", 1000),
]

private let sizeUnits: [(name: String, bytes: Int)] = [
    ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000),
    ("B", 1),
]

/// Reads a whole number and a unit: `250ms`, `10s`, `5m`. A number alone is refused, because nobody agrees on its unit.
func parseDuration(_ text: String) -> Duration? {
    guard let (number, unit) = split(text),
        let nanoseconds = durationUnits.first(where: { $0.name == unit })?.nanoseconds
    else { return number(of: text) == 0 ? .zero : nil }
    let (product, overflow) = Int64(number).multipliedReportingOverflow(by: nanoseconds)
    return overflow ? nil : .nanoseconds(product)
}

/// The duration with the largest unit that leaves no remainder.
func durationText(_ duration: Duration) -> String {
    let nanoseconds = duration.wholeNanoseconds
    guard nanoseconds != 0 else { return "0s" }
    for unit in durationUnits where nanoseconds % unit.nanoseconds == 0 {
        return "\(nanoseconds / unit.nanoseconds)\(unit.name)"
    }
    return "\(nanoseconds / 1000)us"
}

/// Reads a whole number of bytes with an optional unit: `512`, `64KiB`, `10MB`.
func parseSize(_ text: String) -> Int? {
    if let bytes = number(of: text) { return bytes }
    guard let (number, unit) = split(text), let bytes = sizeUnits.first(where: { $0.name == unit })?.bytes else {
        return nil
    }
    let (product, overflow) = number.multipliedReportingOverflow(by: bytes)
    return overflow ? nil : product
}

/// The size with the largest unit that leaves no remainder.
func sizeText(_ bytes: Int) -> String {
    guard bytes != 0, let unit = sizeUnits.first(where: { bytes % $0.bytes == 0 }) else { return "\(bytes)B" }
    return "\(bytes / unit.bytes)\(unit.name)"
}

/// A number of digits alone: no sign, no blanks.
func number(of text: String) -> Int? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
}

private func split(_ text: String) -> (number: Int, unit: String)? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let value = number(of: String(digits)) else { return nil }
    return (value, String(text.dropFirst(digits.count)))
}
