//! A Markdown file as sections of what can be compared.

use std::fs;
use std::path::Path;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A heading and what stands below it, up to the next one.
#[derive(Debug, Default)]
pub struct Section {
    /// 0 for what stands above the first heading.
    pub level: usize,
    pub title: String,
    pub code: Vec<Code>,
    /// Tables as rows of cells, the head first.
    pub tables: Vec<Vec<Vec<Cell>>>,
    pub items: usize,
    pub links: Vec<String>,
    /// What stands in backticks, the cells of tables included.
    pub spans: Vec<String>,
    /// All words, without code.
    pub words: String,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    pub language: String,
    pub text: String,
}

#[derive(Debug, Default)]
pub struct Cell {
    pub spans: Vec<String>,
    pub words: String,
}

/// A file of the repository.
pub fn read(file: &str) -> Vec<Section> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    sections(&fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}")))
}

pub fn sections(text: &str) -> Vec<Section> {
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        reader.read(event);
    }
    reader.sections.push(reader.section);
    reader.sections
}

#[derive(Default)]
struct Reader {
    sections: Vec<Section>,
    section: Section,
    in_heading: bool,
    in_code: bool,
    in_cell: bool,
}

impl Reader {
    fn read(&mut self, event: Event<'_>) {
        let section = &mut self.section;
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let next = Section { level: depth(level), ..Section::default() };
                self.sections.push(std::mem::replace(section, next));
                self.in_heading = true;
            }
            Event::End(TagEnd::Heading(_)) => self.in_heading = false,
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                section.code.push(Code { language, text: String::new() });
                self.in_code = true;
            }
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Start(Tag::Table(_)) => section.tables.push(Vec::new()),
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                section.tables.last_mut().expect("a row is in a table").push(Vec::new());
            }
            Event::Start(Tag::TableCell) => {
                let row = section.tables.last_mut().and_then(|table| table.last_mut());
                row.expect("a cell is in a row").push(Cell::default());
                self.in_cell = true;
            }
            Event::End(TagEnd::TableCell) => self.in_cell = false,
            Event::Start(Tag::Item) => section.items += 1,
            Event::Start(Tag::Link { dest_url, .. }) => section.links.push(dest_url.into_string()),
            Event::Text(text) if self.in_code => {
                section.code.last_mut().expect("the text is in a block").text.push_str(&text);
            }
            Event::Text(text) => self.words(&text),
            Event::SoftBreak => self.words(" "),
            Event::Code(span) => {
                section.spans.push(span.to_string());
                if let Some(cell) = self.cell() {
                    cell.spans.push(span.into_string());
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        if self.in_heading {
            self.section.title.push_str(text);
        }
        self.section.words.push_str(text);
        if let Some(cell) = self.cell() {
            cell.words.push_str(text);
        }
    }

    /// The cell that is being read.
    fn cell(&mut self) -> Option<&mut Cell> {
        let last = self.section.tables.last_mut()?.last_mut()?.last_mut();
        last.filter(|_| self.in_cell)
    }
}

fn depth(level: HeadingLevel) -> usize {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
