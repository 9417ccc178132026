import Bytes
import HTTPWire

extension HTTPFields {
    /// Appends the lines for which `isKept` holds. Lines that lie next to each other and are written as they would be
    /// written again go out in one copy.
    @inline(__always)
    func forward(to out: inout [UInt8], where isKept: (HTTPFieldLine, borrowing Span<UInt8>) -> Bool) {
        let text = bytes.span
        var run = 0..<0
        for index in indices {
            let line = self[index]
            guard isKept(line, text) else { continue }
            let isCanonical = Self.isCanonical(line, text)
            if isCanonical, line.name.lowerBound == run.upperBound, !run.isEmpty {
                run = run.lowerBound..<(line.value.upperBound + 2)
                continue
            }
            if !run.isEmpty { out.append(span: text.extracting(run)) }
            if isCanonical {
                run = line.name.lowerBound..<(line.value.upperBound + 2)
            } else {
                run = 0..<0
                out.append(span: text.extracting(line.name))
                out.append(": ")
                out.append(span: text.extracting(line.value))
                out.append("\r\n")
            }
        }
        if !run.isEmpty { out.append(span: text.extracting(run)) }
    }

    /// Whether a line is exactly `Name: value` with its line end.
    @inline(__always)
    private static func isCanonical(_ line: HTTPFieldLine, _ text: borrowing Span<UInt8>) -> Bool {
        let (colon, end) = (line.name.upperBound, line.value.upperBound)
        return line.value.lowerBound == colon + 2 && end + 1 < text.count && text[colon + 1] == 0x20
            && text[end] == 0x0d && text[end + 1] == 0x0a
    }
}
