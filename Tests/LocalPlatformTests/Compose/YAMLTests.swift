import Testing

@Suite("The reader of compose files") struct YAMLTests {
    @Test("maps, lists, flows, quotes, comments, anchors and merges are read")
    func reads() throws {
        let text = """
            # a comment
            x: &base
              a: 1   # behind a value
              b: [c, "d: e", {f: g}]
            y:
              <<: *base
              a: http://h:1/#f
              l:
                - one
                - "two # three"
            z: *base
            v: ${A:-b}:8080
            w: {t: ${B:?c, d}}
            """
        let yaml = try YAML(parsing: text)
        #expect(yaml.keys == ["x", "y", "z", "v", "w"])
        #expect(
            yaml["x"]?["b"]?.items == [.text("c"), .text("d: e"), .map([YAML.Member(key: "f", value: .text("g"))])])
        #expect(yaml["y"]?["a"]?.scalar == "http://h:1/#f")
        #expect(yaml["y"]?["b"] == yaml["x"]?["b"])
        #expect(yaml["y"]?["l"] == .list([.text("one"), .text("two # three")]))
        #expect(yaml["z"] == yaml["x"])
        #expect(yaml["v"]?.scalar == "${A:-b}:8080")
        #expect(yaml["w"]?["t"]?.scalar == "${B:?c, d}")
    }

    @Test(
        "what it does not read is refused with its line",
        arguments: [
            ("a: |\n  text", 1), ("a: 'b'", 1), ("a: *b", 1), ("a: 1\na: 2", 2), ("a: [b", 1), ("a: {b}", 1),
            ("a: 1\n   b: 2", 2), ("a", 1), ("a: 1\n<<: b", 2),
        ])
    func refuses(_ text: String, _ line: Int) {
        let fault = #expect(throws: YAML.Fault.self) { try YAML(parsing: text) }
        #expect(fault?.line == line)
    }
}
