import Bytes

/// How faults are described: the pointer is spelled only now, from the offsets and indices of the steps.
extension JSONReader {
    /// Notes the fault that ends the reading and returns what to throw.
    mutating func stop(_ code: JSONFault.Code, _ message: String) -> JSONStop {
        ending = JSONFault(pointer: pointer(), code: code, message: message, offset: position)
        return JSONStop()
    }

    mutating func endedEarly() -> JSONStop {
        position = count
        return stop(.unexpectedEnd, "the document ends too early")
    }

    mutating func unexpected() -> JSONStop {
        stop(.unexpectedByte, "this byte cannot stand here")
    }

    /// Collects a fault of the value at the current path, or of something below or beside it.
    @usableFromInline
    mutating func fault(
        _ code: JSONFault.Code, _ message: String, below suffix: String = ""
    ) throws(JSONStop) {
        guard faults.count < limits.faultsMax else { throw JSONStop() }
        faults.append(JSONFault(pointer: pointer() + suffix, code: code, message: message))
    }

    /// Collects a fault of a member that the innermost open object does not have.
    mutating func faultAbsent(_ name: String, _ code: JSONFault.Code, _ message: String) throws(JSONStop) {
        guard faults.count < limits.faultsMax else { throw JSONStop() }
        var spelled = spell(outerSteps)
        appendStep(Array(name.utf8).span, to: &spelled)
        faults.append(
            JSONFault(pointer: String(decoding: spelled, as: UTF8.self), code: code, message: message))
    }

    private func pointer() -> String {
        String(decoding: spell(outerSteps + [step]), as: UTF8.self)
    }

    private func spell(_ steps: [Int]) -> [UInt8] {
        var spelled: [UInt8] = []
        for step in steps {
            if step == Self.noStep { continue }
            if step >= 0 {
                appendStep(name(at: step).span, to: &spelled)
            } else {
                spelled.append(UInt8(ascii: "/"))
                spelled.append(decimal: ~step)
            }
        }
        return spelled
    }
}

/// Appends one step of an RFC 6901 pointer: `~` becomes `~0` and `/` becomes `~1`.
func appendStep(_ name: Span<UInt8>, to pointer: inout [UInt8]) {
    pointer.append(UInt8(ascii: "/"))
    for index in name.indices {
        switch name[index] {
        case UInt8(ascii: "~"): pointer.append("~0")
        case UInt8(ascii: "/"): pointer.append("~1")
        default: pointer.append(name[index])
        }
    }
}
