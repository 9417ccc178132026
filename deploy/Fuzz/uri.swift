import HTTPWire

/// Targets: the normal form of a path is normal, whatever is sent is read back as the same path and query, and no
/// target of ours can break out of the request line.
func check(_ input: [UInt8]) {
    guard let text = String(validating: input, as: UTF8.self) else { return }
    for method in [HTTPMethod.get, .options, .connect] {
        guard let target = try? HTTPTarget(text, for: method) else { continue }
        checkNormal(target)
        checkSending(target, method)
        checkQuery(target)
    }
}

private func checkNormal(_ target: HTTPTarget) {
    guard target.form == .origin || target.form == .absolute else { return }
    let path = target.path
    demand(path.utf8.first == UInt8(ascii: "/"), "no slash first: \(path.debugDescription)")
    let segments = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
        let isEdge = index == 0 || index == segments.count - 1
        demand(!segment.isEmpty || isEdge, "an empty segment: \(path.debugDescription)")
        demand(!segment.elementsEqual(".".utf8) && !segment.elementsEqual("..".utf8), "a dot segment: \(path)")
    }
    for byte in path.utf8 {
        demand(byte >= 0x20 && byte != 0x7f && byte != UInt8(ascii: "\\"), "byte \(byte) in \(path.debugDescription)")
    }
    demand(String(validating: target.bytes[target.pathRange], as: UTF8.self) != nil, "a path that is not UTF-8")
}

private func checkSending(_ target: HTTPTarget, _ method: HTTPMethod) {
    var sent: [UInt8] = []
    target.encode(into: &sent)
    let text = String(decoding: sent, as: UTF8.self)
    for byte in sent { demand(byte > 0x20 && byte < 0x7f, "byte \(byte) is sent: \(text.debugDescription)") }
    do {
        let again = try HTTPTarget(text, for: method)
        demand(again.path == target.path, "\(target.path.debugDescription) became \(again.path.debugDescription)")
        demand(again.query == target.query, "another query: \(text.debugDescription)")
        var resent: [UInt8] = []
        again.encode(into: &resent)
        demand(resent == sent, "sent differently the second time: \(text.debugDescription)")
    } catch {
        demand(false, "sent \(text.debugDescription), refused: \(error)")
    }
}

private func checkQuery(_ target: HTTPTarget) {
    guard let items = try? target.queryItems(atMost: 5) else { return }
    demand(items.count <= 5, "\(items.count) items")
    demand(target.query != nil || items.isEmpty, "items without a query")
}
