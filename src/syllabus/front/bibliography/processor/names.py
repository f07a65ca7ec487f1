"""Names, by CSL 1.0.2's "Names" and "Name"."""
# citeproc-py and lxml have no types
# mypy: allow-subclassing-any, allow-untyped-calls
# mypy: disable-error-code="import-untyped, no-any-return"

from __future__ import annotations

from typing import Any

from citeproc import model
from citeproc.source import VariableError

from syllabus.front.bibliography import marks
from syllabus.front.bibliography.names import OTHERS
from syllabus.front.bibliography.processor.elements import Rules
from syllabus.front.bibliography.processor.initials import initialized, is_east_asian


class Names(Rules, model.Names):
    """The people in one role or several."""

    def render(
        self, item: Any, names_context: Any = None, context: Any = None, **kwargs: Any
    ) -> Any:
        """Return the marked names or None; the first names of a citation are marked as author."""
        run = self.context.run
        run.called += 1
        run.names_depth += 1
        try:
            text = super().render(item, names_context=names_context, context=context, **kwargs)
        except VariableError:
            text = None
        finally:
            run.names_depth -= 1
        if text in (None, ""):
            return None
        run.rendered += 1
        if run.names_depth == 0 and not run.author_marked and run.area.tag.endswith("citation"):
            run.author_marked = True
            return marks.marked(marks.AUTHOR, text)
        return text

    def process(
        self, item: Any, names_context: Any = None, context: Any = None, **kwargs: Any
    ) -> Any:
        """Return the names of every role that has some, or what is in for them."""
        run = self.context.run
        if names_context is None:
            names_context = self._model()
        roles = [role for role in self.get("variable").split() if role not in run.repressed]
        reference = item.reference
        if set(roles) == {"editor", "translator"} and "editor" in reference:
            same = reference.get("editor") == reference.get("translator")
            if same and self.get_term("editortranslator") is not None:
                roles = ["editor"]
                return self._role(
                    item, "editor", "editortranslator", names_context, context, kwargs
                )
        texts = []
        for role in roles:
            if role in reference:
                texts.append(self._role(item, role, role, names_context, context, kwargs))
                run.log.append(role)
        if texts:
            if all(isinstance(text, int) for text in texts):
                return str(sum(texts)) if sum(texts) else None
            delimiter = self.get("delimiter") or self.get_parent_delimiter()
            return delimiter.join(str(text) for text in texts if text)
        substitute = self.find("cs:substitute", self.nsmap)
        return None if substitute is None else substitute.render(item, context=context, **kwargs)

    def _model(self) -> Any:
        """Return the names whose form holds: bare ones take that of what they stand in for."""
        if self.find("cs:name", self.nsmap) is None and self.find("cs:label", self.nsmap) is None:
            for ancestor in self.iterancestors("{*}substitute"):
                return ancestor.getparent()
        return self

    def get_parent_delimiter(self, context: Any = None) -> Any:  # noqa: ARG002 - citeproc's
        """Return what is between roles."""
        return self.context.run.area.get_option("names-delimiter")

    def _role(
        self, item: Any, role: str, term: str, element: Any, context: Any, kwargs: dict[str, Any]
    ) -> Any:
        name = element.find("cs:name", self.nsmap)
        if name is None:
            name = element.makeelement("{http://purl.org/net/xbiblio/csl}name")
            element.insert(0, name)
        text = name.render(item, role, context=context, **kwargs)
        if text is None:
            return None
        label = element.find("cs:label", self.nsmap)
        if isinstance(text, int) or label is None or kwargs.get("sort_options") is not None:
            return text
        words = label.render_role(term, len(item.reference[role]) > 1)
        if not words:
            return text
        first = label.getnext() is not None and label.getnext().tag == name.tag
        return words + text if first else text + words


class Name(Rules, model.Name):
    """How the people of one role are printed."""

    def get_option(self, name: str, sort_options: Any = None) -> Any:
        """Return an option of the name, of the citation or bibliography, or of the style."""
        area = self.context.run.area
        if sort_options and name in sort_options:
            value = sort_options[name]
        elif name in self.attrib:
            value = self.get(name)
        elif name in ("form", "delimiter"):
            value = area.get_option(f"name-{name}")
        elif name == "initialize":
            value = area.get(name, self.get_root().get(name, "true"))
        else:
            value = area.get_option(name)
        if name in ("initialize-with-hyphen", "et-al-use-last", "initialize"):
            return str(value).lower() == "true"
        return int(value) if name.startswith("et-al") else value

    def render(self, item: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the marked names, or how many there are."""
        text = self.process(item, *args, **kwargs)
        return text if isinstance(text, int) else self.markup(text)

    def process(self, item: Any, variable: str, sort_options: Any = None, **_: Any) -> Any:
        """Return the names joined, cut short by the rules of "et al."."""

        def option(name: str) -> Any:
            return self.get_option(name, sort_options)

        names = list(item.reference.get(variable, []))
        others = bool(names) and names[-1].get("literal") == OTHERS
        if others:
            names.pop()
        least, shown = option("et-al-min"), option("et-al-use-first")
        cut = bool(least) and len(names) + others >= least and len(names) > shown
        if cut and sort_options is None and self.context.run.area.tag.endswith("citation"):
            shown += item.extra_names
            cut = shown < len(names)
        if option("form") == "count":
            return min(len(names), shown) if cut else len(names)
        last = names[-1] if cut and option("et-al-use-last") and shown <= least - 2 else None
        kept = names[:shown] if cut else names
        texts = [self._one(name, index, item, option) for index, name in enumerate(kept)]
        if not texts:
            return None
        delimiter = option("delimiter")
        if last is not None:
            return f"{delimiter.join(texts)}{delimiter}… {self._one(last, shown, item, option)}"
        inverted = option("name-as-sort-order") == "all" or (
            option("name-as-sort-order") == "first" and len(texts) == 1
        )
        if cut or others:
            before = self._precedes(option("delimiter-precedes-et-al"), len(texts) >= 2, inverted)
            return f"{delimiter.join(texts)}{delimiter if before else ' '}{self.et_al()}"
        and_ = option("and")
        if and_ is None or len(texts) == 1:
            return delimiter.join(texts)
        symbol = and_ == "symbol" and not self.context.run.narrative
        word = "&" if symbol else self.get_single_term(name="and")
        inverted = option("name-as-sort-order") == "all" or (
            option("name-as-sort-order") == "first" and len(texts) == 2
        )
        before = self._precedes(option("delimiter-precedes-last"), len(texts) > 2, inverted)
        head = delimiter.join(texts[:-1])
        return f"{head}{delimiter if before else ' '}{word} {texts[-1]}"

    def _precedes(self, rule: str, several: bool, inverted: bool) -> bool:
        if rule == "after-inverted-name":
            return inverted
        return rule == "always" or (rule == "contextual" and several)

    def _one(self, name: Any, index: int, item: Any, option: Any) -> str:
        given, family, dropping, particle, suffix = name.parts()
        if given and family and is_east_asian(given + family):
            family, given = f"{family}{given}" if option("form") != "short" else family, None
        if given and option("initialize-with") is not None:
            given = self.initialize(given, option("initialize-with"))
        if option("form") == "short":
            family = " ".join(part for part in (particle, family) if part)
            shown = self._formatted(None, family)[1]
            if index == 0 and given and item.given_shown:
                mark = option("initialize-with") or ". "
                initials = initialized(given, mark, hyphen=True, all_names=True)
                return f"{initials} {shown}"
            return shown
        order = option("name-as-sort-order")
        if order == "all" or (order == "first" and index == 0):
            if option("demote-non-dropping-particle") in ("never", "sort-only"):
                family = " ".join(part for part in (particle, family) if part)
                given = " ".join(part for part in (given, dropping) if part)
            else:
                given = " ".join(part for part in (given, dropping, particle) if part)
            given, family = self._formatted(given, family)
            separator = option("sort-separator")
            return separator.join(part for part in (family, given, suffix) if part)
        family = " ".join(part for part in (dropping, particle, family) if part)
        given, family = self._formatted(given, family)
        return " ".join(part for part in (given, family, suffix) if part)

    def _formatted(self, given: Any, family: Any) -> tuple[Any, Any]:
        for part in self.iterchildren("{*}name-part"):
            if part.get("name") == "given" and given:
                given = part.wrap(part.format(part.case(given)))
            elif part.get("name") == "family" and family:
                family = part.wrap(part.format(part.case(family)))
        return given, family

    def et_al(self) -> Any:
        """Return the words for those who are not named."""
        element = self.getparent().find("cs:et-al", self.nsmap)
        if element is not None:
            return element.render()
        return self.get_single_term(name="et-al")

    def initialize(self, given: str, mark: str, context: Any = None) -> str:  # noqa: ARG002
        """Return a given name as initials, or with the mark after those that are initials."""
        return initialized(
            given,
            mark,
            hyphen=self.get_option("initialize-with-hyphen"),
            all_names=self.get_option("initialize"),
        )


class NamePart(Rules, model.Name_Part):
    """How given or family names are formatted."""


class EtAl(Rules, model.Et_Al):
    """The words for those who are not named."""
