import HTTPWire

extension HTTPTarget {
    /// Whether the path, as its sender wrote it, has a segment `.` or `..`, however its dots are encoded. The normal form
    /// has none: that is what they were applied to.
    var hasDotSegments: Bool {
        let range = rawPathRange
        var (index, dots, others) = (range.lowerBound, 0, 0)
        while index < range.upperBound {
            switch bytes[index] {
            case UInt8(ascii: "/"):
                if others == 0, 1...2 ~= dots { return true }
                (dots, others) = (0, 0)
            case UInt8(ascii: "."): dots += 1
            case UInt8(ascii: "%") where isEncodedDot(at: index, before: range.upperBound):
                dots += 1
                index += 2
            default: others += 1
            }
            index += 1
        }
        return others == 0 && 1...2 ~= dots
    }

    private func isEncodedDot(at index: Int, before end: Int) -> Bool {
        guard end - index > 2, bytes[index + 1] == UInt8(ascii: "2") else { return false }
        return bytes[index + 2] | 0x20 == UInt8(ascii: "e")
    }
}
